"""Sentences: the Lark grammar over glossed words, robust parsing, trees, transfer order."""
