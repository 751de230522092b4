"""The HTML report of a language project: one file that a person enjoys, every figure from the project itself."""
