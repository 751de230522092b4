"""A large language model reads the book: requests, answers, claims with evidence. Nothing of an answer is trusted."""
