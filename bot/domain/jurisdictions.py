"""Jurisdiction profiles: what differs by country, read from data, each value with its source. Pure.

The data is `jurisdictions.toml` beside this file. It is configuration and no legal advice.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from bot.domain.roles import Access

UNCHECKED = "unchecked"
# What a profile says for settings that every production has as its own: these a production may override.
SETTINGS = (
    "notice_hours",
    "first_checkin_hours",
    "evening_at",
    "morning_minutes",
    "turnaround_hours",
    "keep_words_days",
    "keep_production_days",
    "language",
)


class Country(StrEnum):
    """Where a profile holds: its code."""

    GENERAL = "general"
    US = "us"
    UK = "uk"
    POLAND = "pl"
    FRANCE = "fr"
    SPAIN = "es"
    AUSTRALIA = "au"


class RemoteViewing(StrEnum):
    """Who may see a closed set's picture from elsewhere. `NOT_ON_PHONES`: the cleared only, and never on a phone."""

    NOBODY = "nobody"
    CLEARED_ONLY = "cleared_only"
    NOT_ON_PHONES = "not_on_phones"


class NoProfile(Exception):
    """There is no profile with this code. The text names those there are."""


@dataclass(frozen=True)
class RosterRole:
    """One place of a roster template: who by role and department, and how they take part."""

    role: str
    department: str
    access: Access
    source: str


@dataclass(frozen=True)
class Remark:
    """What a country asks for that no setting can say."""

    text: str
    source: str


@dataclass(frozen=True)
class Profile:
    """What holds in one country. `sources` says for each field but `roster` and `remarks` where it comes from.

    `notice_hours` and `first_checkin_hours` count back from the performer's own call, `evening_at` is a wall time of
    the production, `morning_minutes` count back from the call, `turnaround_hours` lie between wrap and next call,
    `keep_words_days` count from the closing of the matter, `keep_production_days` from the last shooting day.
    `per_department_at_monitors` None: no limit is known.
    """

    code: Country
    name: str
    notice_hours: int
    first_checkin_hours: int
    evening_at: time
    morning_minutes: int
    turnaround_hours: int
    keep_words_days: int
    keep_production_days: int
    language: str
    per_department_at_monitors: int | None
    remote_viewing: RemoteViewing
    personal_devices: bool
    stills_by_consent: bool
    roster: tuple[RosterRole, ...]
    remarks: tuple[Remark, ...]
    sources: Mapping[str, str]

    def settings(self) -> dict[str, Any]:
        """The values a production starts with."""
        return {name: getattr(self, name) for name in SETTINGS}


@cache
def profiles() -> Mapping[str, Profile]:
    """All profiles by code, in the order of the data."""
    tables = tomllib.loads(resources.files("bot.domain").joinpath("jurisdictions.toml").read_text(encoding="utf-8"))
    return {code: read_profile(code, table, tables[Country.GENERAL]) for code, table in tables.items()}


def profile(code: str) -> Profile:
    """The profile with this code, upper and lower case alike. Raises NoProfile."""
    found = profiles().get(code.strip().casefold())
    if found is None:
        raise NoProfile(f"There is no profile “{code}”. Write one of: {', '.join(profiles())}.")
    return found


def read_profile(code: str, table: Mapping[str, Any], general: Mapping[str, Any]) -> Profile:
    """One table of the data. Raises KeyError, TypeError or ValueError where the data is not whole."""
    inherited = {name: unchecked(cell) for name, cell in general.items() if name not in table}
    cells = {**inherited, **table}
    name, roster, remarks = cells.pop("name"), cells.pop("roster"), cells.pop("remarks", [])
    values = {"per_department_at_monitors": None, **{field: cell["value"] for field, cell in cells.items()}}
    values["remote_viewing"] = RemoteViewing(values["remote_viewing"])
    return Profile(
        code=Country(code),
        name=name,
        roster=tuple(RosterRole(**{**row, "access": Access(row["access"])}) for row in roster),
        remarks=tuple(Remark(**row) for row in remarks),
        sources={field: cell["source"] for field, cell in cells.items()},
        **values,
    )


def unchecked(cell: Any) -> Any:
    """A value, or a list of rows, taken over from somewhere else: nobody has checked that it holds here."""
    if isinstance(cell, list):
        return [{**row, "source": UNCHECKED} for row in cell]
    return {**cell, "source": UNCHECKED}


def overridden(chosen: Profile, values: Mapping[str, Any]) -> dict[str, Any]:
    """The settings in which a production differs from its profile, with the production's own value."""
    return {name: values[name] for name, said in chosen.settings().items() if values[name] != said}


def after_change(before: Profile, chosen: Profile, values: Mapping[str, Any]) -> dict[str, Any]:
    """The settings after another profile is picked: what was as the old one says is as the new one says."""
    return {**chosen.settings(), **overridden(before, values)}
