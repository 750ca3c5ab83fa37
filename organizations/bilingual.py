"""Data held in both languages: ``<name>_zh`` and ``<name>_en``, shown in the reader's."""

from django.utils.translation import get_language


def speaks_english() -> bool:
    return (get_language() or "").startswith("en")


class Bilingual:
    """Descriptor: ``label = Bilingual("name")`` reads ``name_en`` or ``name_zh``.

    Where the English is missing the Chinese stands in: a name is better than a gap.
    """

    def __init__(self, stem: str, zh: str | None = None):
        self.zh = zh or f"{stem}_zh"
        self.en = f"{stem}_en"

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if speaks_english():
            return getattr(instance, self.en) or getattr(instance, self.zh)
        return getattr(instance, self.zh)
