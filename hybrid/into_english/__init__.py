"""Translation into English by rule: from glosses and a tree to English words in English order."""
