"""Readers of grammar books, dictionaries, texts and sentence pairs."""
