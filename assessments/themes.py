"""The headings of the articles stand with the law (``duties.themes``)."""

from duties.themes import THEMES, theme_of

__all__ = ["THEMES", "theme_of"]
