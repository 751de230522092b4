"""Scores that a reviewer can check: glossing as the shared task counts, translation as sacreBLEU and MTOB count."""
