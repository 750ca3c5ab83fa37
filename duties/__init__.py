"""Storey 2, chapter II of the regulation: what is owed, and what was done (Art. 5–20)."""
