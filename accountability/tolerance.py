"""Tolerance 容错免责 (Art. 25): the conditions, and what follows from which of them hold."""
