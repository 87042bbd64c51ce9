"""Reading what people type after a verb: scenes, people, days, hours. What cannot be read is said in one sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.checkins.by_hand import performers_concerned
from bot.domain import times
from bot.domain.times import CallHour, call_hour
from bot.parsing.dates import dates_of
from bot.parsing.reading import folded
from bot.people import labels_of, marks_of
from bot.schedule.coming_days import shooting_date
from bot.schedule.meant_days import units_of
from bot.transaction import Transaction
from handlers.commands import CommandContext
from handlers.replies import NotPossible
from messages import arguments as sentences
from storage import people, scenes, shoot_days
from storage.people import Person
from storage.scenes import Scene
from storage.shoot_days import ShootDay

MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
HOUR = re.compile(r"(\d{1,2})[:.](\d{2})")
# A scene's number is typed with a space in it now and then: "42 pt 1".
MOST_PARTS = 3
SMALL_WORDS = ("on", "for", "to", "the", "in")


@dataclass
class Arguments:
    """What somebody typed after a verb. Each reading takes its words away; what is left at the end fits nothing."""

    transaction: Transaction
    context: CommandContext
    words: list[str]

    def left(self) -> str:
        """What has not been read."""
        return " ".join(self.words)

    def phrase(self, *phrases: str) -> str | None:
        """The first of these phrases that was typed, wherever it stands."""
        spoken = [folded(word) for word in self.words]
        for phrase in phrases:
            parts = phrase.split()
            for place in range(len(spoken) - len(parts) + 1):
                if spoken[place : place + len(parts)] == parts:
                    del self.words[place : place + len(parts)]
                    return phrase
        return None

    def done(self) -> None:
        """Nothing may be left."""
        if self.words:
            raise self.context.refusal(sentences.left_unread, self.left())

    def after(self, word: str) -> "Arguments | None":
        """Everything after a word, as a reading of its own; None when the word was not typed."""
        spoken = [folded(one) for one in self.words]
        if word not in spoken:
            return None
        place = spoken.index(word)
        rest = Arguments(self.transaction, self.context, self.words[place + 1 :])
        del self.words[place:]
        return rest

    # Scenes

    async def scene(self) -> Scene:
        """The scene that was typed first, upper and lower case alike."""
        known = await scenes.list_all(self.transaction.session, self.context.production.number)
        if self.words and folded(self.words[0]) == "scene":
            del self.words[0]
        for parts in range(min(MOST_PARTS, len(self.words)), 0, -1):
            found = called(known, "".join(self.words[:parts]))
            if len(found) > 1:
                raise self.context.refusal(sentences.scenes_alike, [one.label for one in found])
            if found:
                del self.words[:parts]
                return found[0]
        if not self.words:
            raise self.context.refusal(sentences.scene_missing)
        raise self.context.refusal(sentences.scene_unknown, self.words[0])

    async def intimate_scene(self) -> Scene:
        """The scene that was typed and nothing else: one that is confirmed as intimate, and not cut."""
        found = await self.scene()
        self.done()
        if not found.may_be_intimate or found.cut_at is not None:
            raise self.context.refusal(sentences.scene_not_intimate, found.label)
        return found

    async def scenes(self) -> list[Scene]:
        """All scenes that were typed, with commas or spaces between them."""
        self.words = self.left().replace(",", " ").split()
        found = [await self.scene()]
        while self.words:
            found.append(await self.scene())
        return list({one.key: one for one in found}.values())

    # People

    def mention(self) -> str | None:
        """The Slack user id of the first person mentioned."""
        for place, word in enumerate(self.words):
            match = MENTION.fullmatch(word.rstrip(","))
            if match:
                del self.words[place]
                return match[1]
        return None

    async def somebody(self, among: Sequence[Person]) -> Person | None:
        """The person mentioned, or named by first, last or full name; None when nobody is. Must be among these."""
        told = await self.cast_id()
        if told is not None:
            return await self.chosen([one for one in among if one.number == told.number], among)
        user = self.mention()
        if user is not None:
            mentioned = await people.find_by_slack_user(self.transaction.session, user)
            found = [one for one in among if mentioned is not None and one.number == mentioned.number]
        else:
            found = self.named(among)
            if not found:
                return None
        return await self.chosen(await self.marked(found), among)

    async def chosen(self, found: Sequence[Person], among: Sequence[Person]) -> Person:
        """The one who was meant; where nobody or more than one fits, it is asked which, and nothing is done."""
        if len(found) == 1:
            return found[0]
        sentence = sentences.people_alike if found else sentences.not_among
        raise self.context.refusal(sentence, await labels_of(self.transaction, self.production, found or among))

    async def marked(self, found: Sequence[Person]) -> list[Person]:
        """Of people of one name, those whose character or job was typed as well."""
        if len(found) < 2:
            return list(found)
        for one in found:
            marks = await marks_of(self.transaction, self.production, one)
            typed = self.phrase(*(folded(mark) for mark in marks))
            if typed is not None:
                every = [(other, await marks_of(self.transaction, self.production, other)) for other in found]
                return [other for other, own in every if typed in map(folded, own)]
        return list(found)

    def named(self, among: Sequence[Person]) -> list[Person]:
        """The people whose name was typed: everybody of that full name, else of one word of it."""
        spoken = [folded(word).strip("@,") for word in self.words]
        for name in sorted({tuple(folded(one.name).split()) for one in among}, key=len, reverse=True):
            for place in range(len(spoken) - len(name) + 1):
                if tuple(spoken[place : place + len(name)]) == name:
                    del self.words[place : place + len(name)]
                    return [one for one in among if tuple(folded(one.name).split()) == name]
        for place, word in enumerate(spoken):
            found = [one for one in among if word in folded(one.name).split()]
            if found:
                del self.words[place]
                return found
        return []

    async def performer(self, scene: Scene) -> Person | None:
        """Somebody of a scene's cast, or who has something open with it, if one was typed."""
        among = await performers_concerned(self.transaction, self.context.production, scene)
        found = await self.cast_id()
        if found is not None:
            return found
        return await self.somebody(among)

    async def on_cast_list(self) -> list[Person]:
        """Everybody named on the production's cast list."""
        cast = await people.get_cast(self.transaction.session, self.production)
        numbers = dict.fromkeys(row.person_id for row in cast.values())
        return [await people.get(self.transaction.session, number) for number in numbers]

    async def cast_id(self) -> Person | None:
        """Somebody by their number on the cast list: "cast 1X"."""
        rest = self.after("cast")
        if rest is None:
            return None
        known = {
            folded(cast_id): row
            for cast_id, row in (await people.get_cast(self.transaction.session, self.production)).items()
        }
        row = known.get(folded(rest.words[0])) if rest.words else None
        if row is None:
            raise self.context.refusal(sentences.cast_id_unknown)
        self.words += rest.words[1:]
        found = await people.get(self.transaction.session, row.person_id)
        # Their name may stand before it.
        self.named([found])
        return found

    @property
    def production(self) -> int:
        """The id of the production."""
        return self.context.production.number

    # Days and hours

    async def day(self) -> ShootDay | None:
        """The shooting day that is left to read; None when nothing is left."""
        while self.words and folded(self.words[0]) in SMALL_WORDS:
            del self.words[0]
        text = self.left()
        self.words = []
        return await self.day_called(text) if text else None

    async def day_called(self, text: str) -> ShootDay:
        """The shooting day with this number or date."""
        days = await shoot_days.list_all(self.transaction.session, self.production)
        label = folded(text).removeprefix("day ").strip()
        found = [day for day in days if day.label and folded(day.label).removeprefix("day ").strip() == label]
        if len(found) > 1:
            raise self.context.refusal(sentences.days_alike, text)
        if found:
            return found[0]
        on = await self.date_of(text)
        day = await shoot_days.find_on(self.transaction.session, self.production, on) if on is not None else None
        if day is None:
            raise self.context.refusal(sentences.day_unknown, text)
        return day

    async def day_and_unit(self) -> tuple[ShootDay, str]:
        """The shooting day that is left to read and the unit behind it; without one the first unit of the day."""
        spoken, last = list(self.words), self.words[-1].upper() if self.words else ""
        try:
            day, named = await self.day(), ""
        except NotPossible:
            if len(spoken) == 1:
                raise
            self.words = spoken[:-1]
            day, named = await self.day(), last
        if day is None:
            raise self.context.refusal(sentences.day_missing)
        units = await units_of(self.transaction, day)
        if named and named not in units:
            raise self.context.refusal(sentences.unit_unknown, named, units)
        return day, named or units[0]

    async def date_of(self, text: str) -> date | None:
        """A date as people write it, its year taken from the schedule where it is left out."""
        today = await shooting_date(self.transaction, self.context.production)
        near = {"today": today, "tomorrow": today + timedelta(days=1), "yesterday": today - timedelta(days=1)}
        if folded(text) in near:
            return near[folded(text)]
        years = {day.date.year for day in await shoot_days.list_all(self.transaction.session, self.production)} | {
            today.year
        }
        for written in [text, *(f"{text} {year}" for year in sorted(years))]:
            found = dates_of([written])[written]
            if isinstance(found, date):
                return found
        return None

    def hour(self) -> CallHour | None:
        """The first hour that was typed, counted on past midnight: "25:30" or "+1 01:30"."""
        for place, word in enumerate(self.words):
            match = HOUR.fullmatch(word)
            if match is None:
                continue
            hours, minutes = int(match[1]), int(match[2])
            after = place > 0 and self.words[place - 1] == "+1"
            if hours >= times.LATEST_HOUR or minutes > 59 or (after and hours > 23):
                return None
            del self.words[place - 1 if after else place : place + 1]
            return call_hour(hours + 24 * after, minutes)
        return None

    async def until(self) -> datetime | None:
        """The moment (UTC) of "until 22:00" or "until 17 March 06:00"; None when no "until" was typed."""
        rest = self.after("until")
        if rest is None:
            return None
        production, at = self.context.production, rest.hour()
        if at is None:
            raise self.context.refusal(sentences.until_missing)
        on = await rest.date_of(rest.left()) if rest.words else None
        if rest.words and on is None:
            raise self.context.refusal(sentences.until_unread, rest.left())
        if on is None and at.night:
            on = await shooting_date(self.transaction, production)
        zone, now = production.time_zone, self.transaction.now
        moment = times.next_wall(at.wall, zone, now) if on is None else at.on(on, zone)
        if moment <= self.transaction.now:
            raise self.context.refusal(sentences.until_passed)
        return moment


def read_arguments(transaction: Transaction, context: CommandContext) -> Arguments:
    """The words of a command, to be read."""
    return Arguments(transaction, context, MENTION.sub(r" <@\1> ", context.words).split())


def called(known: Sequence[Scene], text: str) -> list[Scene]:
    """The scenes with this label; with an episode left out, those with this number."""
    wanted = folded(text)
    labels = [one for one in known if folded(one.label).replace(" ", "") == wanted]
    return labels or [one for one in known if folded(one.number).replace(" ", "") == wanted]
