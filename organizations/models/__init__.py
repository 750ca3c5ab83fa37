from organizations.models.appointment import Appointment
from organizations.models.calendar_day import CalendarDay, CalendarNotice
from organizations.models.journal import JournalEntry
from organizations.models.matter import MatterEntry
from organizations.models.post import Post, Track
from organizations.models.unit import Kind, Level, Unit, UnitPermission
from organizations.models.user import User

__all__ = [
    "Appointment",
    "CalendarDay",
    "CalendarNotice",
    "JournalEntry",
    "Kind",
    "Level",
    "MatterEntry",
    "Post",
    "Track",
    "Unit",
    "UnitPermission",
    "User",
]
