"""Choosing among the translations of several systems."""
