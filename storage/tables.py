"""Every table, imported once, so that migrations and tests see them all."""

from storage import (
    alerts,
    answers,
    deliveries,
    due,
    inbox,
    outages,
    people,
    privacy,
    productions,
    readiness,
    record,
    rosters,
    schedule,
    terms,
)

__all__ = [
    "alerts",
    "answers",
    "deliveries",
    "due",
    "inbox",
    "outages",
    "people",
    "privacy",
    "productions",
    "readiness",
    "record",
    "rosters",
    "schedule",
    "terms",
]
