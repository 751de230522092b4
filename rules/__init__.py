"""Where rules come from and how people work on them: sources, extraction, evidence, review."""
