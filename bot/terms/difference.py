"""A row of a table of riders against what is recorded: what is new, what differs, what stays. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from bot.domain import times
from bot.domain.terms import MadeOf, RiderTerms, Wording, in_language, wording
from bot.parsing.rider_list import RiderEntry, tidy

Whose = tuple[int, str, int, str]
"""The scene's id and label, the performer's id and name."""


@dataclass(frozen=True)
class SceneChange:
    """What a scene is made of from now on: its version, and which fields differ from the one before."""

    scene: int
    label: str
    made: MadeOf
    version: int
    fields: tuple[str, ...]


@dataclass(frozen=True)
class RiderChange:
    """A performer's rider from now on. `fields`: what differs; empty where only whether it is in force does."""

    scene: int
    label: str
    performer: int
    name: str
    terms: RiderTerms
    version: int
    fields: tuple[str, ...]


@dataclass(frozen=True)
class TranslationChange:
    """A translation of the version that holds then. `is_other`: in place of another one, so it is asked again."""

    scene: int
    label: str
    performer: int
    name: str
    language: str
    wording: Wording
    is_other: bool


@dataclass(frozen=True)
class TermsDifference:
    """All that a table would change; empty where it says what is recorded."""

    scenes: tuple[SceneChange, ...] = ()
    riders: tuple[RiderChange, ...] = ()
    translations: tuple[TranslationChange, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.scenes or self.riders or self.translations)


@dataclass(frozen=True)
class RecordedRider:
    """The newest rider, its translations, and those of the versions before it, which translate other words."""

    version: int
    terms: RiderTerms
    translations: Mapping[str, Wording]
    outdated: Mapping[str, Sequence[Wording]]


def changed_scene(whose: tuple[int, str], before: MadeOf, version: int, said: Mapping[str, Any]) -> SceneChange | None:
    """What a table says of a scene, over what is recorded; None where it is the same."""
    words = before.words()
    same = {name for name, value in said.items() if name in words and tidy(words[name]) == value}
    made = replace(before, **{name: value for name, value in said.items() if name not in same})
    if made == before:
        return None
    fields = tuple(name for name in ("kinds", *words) if getattr(made, name) != getattr(before, name))
    return SceneChange(*whose, made, version + 1, fields)


def changed_rider(
    whose: Whose, entry: RiderEntry, known: RecordedRider | None, zone: str, now: datetime
) -> RiderChange | None:
    """The rider a row describes; None where it is the one recorded, or where the row speaks of the scene alone.

    Raises ValueError with one sentence where the row does not say enough for a rider.
    """
    if not entry.says_of_a_rider:
        return None
    before = known.terms if known else None
    words = merged(before.wording if before else Wording(), entry.words)
    if not words.text:
        raise ValueError("The row does not say what was agreed. Write it in the column Agreed.")
    terms = RiderTerms(
        words.text,
        entry.document or (before.document if before else ""),
        sent_moment(entry.sent, before.sent_at if before else None, zone, now),
        entry.in_force if entry.in_force is not None else bool(before and before.in_force),
        details=words.details,
    )
    fields = tuple(differing(before, terms))
    if known is not None and not fields and known.terms.in_force == terms.in_force:
        return None
    return RiderChange(*whose, terms, (known.version if known else 0) + bool(fields), fields)


def differing(before: RiderTerms | None, after: RiderTerms) -> list[str]:
    """The fields in which a rider says something else than the one before."""
    old = before.wording.words() if before else {}
    found = [name for name, text in after.wording.words().items() if text != old.get(name, "")]
    found += ["sent"] if before is None or before.sent_at != after.sent_at else []
    return found + (["document"] if after.document != (before.document if before else "") else [])


def merged(before: Wording, said: Mapping[str, str]) -> Wording:
    """Words with those parts replaced that a row says otherwise; a difference in blanks alone is none."""
    known = before.words()
    return in_language(before, wording({name: text for name, text in said.items() if tidy(known[name]) != text}))


def sent_moment(on: date | None, known: datetime | None, zone: str, now: datetime) -> datetime:
    """When a rider was sent (UTC). A day without an hour counts to its end, so that no notice is too short.

    Raises ValueError where no day is known, or where it lies ahead.
    """
    if on is None or (known is not None and times.local(known, zone).date() == on):
        if known is None:
            raise ValueError("The row does not say when the rider was sent. Write the day in the column Sent.")
        return known
    today = times.local(now, zone).date()
    if on > today:
        raise ValueError("The day in the column Sent lies in the future. Write when it was sent.")
    return times.latest_on(on, zone, now)


def changed_translations(
    whose: Whose, entry: RiderEntry, known: RecordedRider | None, rider: RiderChange | None
) -> list[TranslationChange]:
    """The translations a row brings, and those that come along with a new version because its words are the same.

    What translated other words once is not taken for the words of today: the same text would say the wrong thing.
    """
    if known is None and rider is None:
        return []
    old = known.translations if known else {}
    is_new = known is None or (rider is not None and rider.version != known.version)
    words = rider.terms.wording if rider else known.terms.wording if known else Wording()
    same_words = known is not None and words == known.terms.wording
    outdated = outdated_translations(known, same_words=same_words)
    changes = []
    for language in dict.fromkeys([*entry.translations, *(old if is_new and same_words else {})]):
        base = old.get(language, Wording()) if same_words else Wording()
        new = merged(base, entry.translations.get(language, {}))
        stands = None if is_new else old.get(language)
        if new.text and new != stands and new not in outdated.get(language, ()):
            changes.append(TranslationChange(*whose, language, new, stands is not None))
    return changes


def outdated_translations(known: RecordedRider | None, *, same_words: bool) -> dict[str, list[Wording]]:
    """The translations of words that no longer hold, by language."""
    if known is None:
        return {}
    found = {language: list(wordings) for language, wordings in known.outdated.items()}
    for language, words in {} if same_words else known.translations.items():
        found.setdefault(language, []).append(words)
    return found
