"""What must not stand in a log: the key in the address of a calendar."""

import logging
import re

KEY = re.compile(r"(/calendar/)[^/\s]+(\.ics)")


class Keyless(logging.Filter):
    """Django logs the path of every request that fails; that of a feed is its secret."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(_keyless(value) for value in record.args)
        return True


def _keyless(value):
    return KEY.sub(r"\1…\2", value) if isinstance(value, str) else value
