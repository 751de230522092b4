"""Translation by a large language model that reads the analysis of a sentence instead of a book."""
