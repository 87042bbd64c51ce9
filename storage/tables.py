"""Every table, imported once, so that migrations and tests see them all."""

from storage import (
    alerts,
    answers,
    deliveries,
    due,
    inbox,
    outages,
    people,
    productions,
    record,
    rosters,
    schedule,
    terms,
)

__all__ = [
    "alerts",
    "answers",
    "confidence",
    "deliveries",
    "due",
    "inbox",
    "outages",
    "people",
    "productions",
    "record",
    "rosters",
    "schedule",
    "terms",
    "words",
]
