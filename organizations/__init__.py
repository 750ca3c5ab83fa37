"""Storey 1, chapters I and V of the regulation: who is bound (Art. 2, 27)."""
