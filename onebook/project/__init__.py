"""The language project on disk: configuration, tables, three-way merge, cache."""
