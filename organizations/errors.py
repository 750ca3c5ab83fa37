"""The root of refusals: a view shows ``str(error)`` and loses nothing that was typed."""


class Refused(Exception):
    """An action says no, in the reader's language."""
