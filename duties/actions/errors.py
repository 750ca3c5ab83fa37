"""What an action refuses, with a message for the person who asked."""

from organizations.errors import Refused


class Conflict(Refused):
    """Someone else has written since the page was shown."""


class NotAllowed(Refused):
    """The rule of the procedure forbids it to this person (two-person rule)."""
