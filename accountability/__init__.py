"""Storey 4, chapter IV of the regulation: what follows (Art. 24–26)."""
