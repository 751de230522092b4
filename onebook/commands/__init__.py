"""One module for each subcommand: ``HELP``, ``EXAMPLES``, ``register(parser)``, ``run(args) -> int``."""
