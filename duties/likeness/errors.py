class Unreadable(ValueError):
    """The bytes cannot be taken in: broken, encrypted or too large. Trying again helps nothing."""
