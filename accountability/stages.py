"""The procedure of accountability, as a table that a lawyer can read (Art. 24, 26)."""
