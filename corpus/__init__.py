"""Knows what an article is: reading, storing, and cutting into passages."""
