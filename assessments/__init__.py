"""Storey 3, chapter III of the regulation: how well it was done (Art. 21–23)."""
