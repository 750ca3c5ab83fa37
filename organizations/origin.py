"""From where a request comes, for the journal; empty in tasks and commands."""

from contextvars import ContextVar

address: ContextVar[str] = ContextVar("address", default="")
