"""Every kind of alert, in one table: who owns it, how urgent it is, what ends it; and when it is told next. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bot.domain import times
from bot.domain.times import QuietHours


class AlertKind(StrEnum):
    """Why the coordinator is told."""

    CHANGE = "change"
    CALL_ME = "call_me"
    TYPED = "typed"
    ANSWERED_SINCE = "answered_since"
    WROTE = "wrote"
    DELETED = "deleted"
    SILENCE_EVENING = "silence_evening"
    SILENCE_AT_CALL = "silence_at_call"
    ASK_IN_PERSON = "ask_in_person"
    MOVED = "moved"
    CUT = "cut"
    NOTICE = "notice"
    TURNAROUND = "turnaround"
    UNREACHABLE = "unreachable"
    NO_DUTY = "no_duty"
    PROPOSED = "proposed"
    OFFLINE = "offline"
    CLOSED_SET = "closed_set"
    ADDED = "added"
    HOLD = "hold"
    ROSTER = "roster"
    ROSTER_MOVED = "roster_moved"
    ASKED = "asked"
    LEFT = "left"
    FOLLOW_UP = "follow_up"
    NEEDS_COORDINATOR = "needs_coordinator"
    FILMED_ELSEWHERE = "filmed_elsewhere"
    OPEN_HERE = "open_here"
    FILE = "file"
    RECORDING = "recording"
    SAYS_NOTHING_CHANGES = "says_nothing_changes"
    REACTED = "reacted"
    UNREAD = "unread"
    BY_DEPUTY = "by_deputy"
    OFF_DUTY = "off_duty"
    ACCOUNT_CLOSED = "account_closed"
    ACCOUNT_ASKED = "account_asked"
    PLAN_TOUCHED = "plan_touched"
    UNREADABLE = "unreadable"
    SHUT_OUT = "shut_out"
    CONNECTIONS = "connections"
    NOT_SHOWN = "not_shown"
    REMOVAL_WAITS = "removal_waits"
    EXPORTED = "exported"
    KEY_LOST = "key_lost"
    SCENE_GONE = "scene_gone"


class Owner(StrEnum):
    """Who is told first. Nobody of the owners there, or silent for too long: everybody of the coordination."""

    ON_DUTY = "on_duty"
    COORDINATION = "coordination"
    COORDINATORS = "coordinators"
    OTHERS_ON_DUTY = "others_on_duty"


class Urgency(StrEnum):
    """From when an alert is a message of its own that comes again; before, and otherwise, it is gathered."""

    ALWAYS = "always"
    LAST_HOURS = "last_hours"
    NEVER = "never"


class EndsWith(StrEnum):
    """What ends an alert by itself. With SEEN, opening it is all there is to do."""

    SEEN = "seen"
    MATTER = "matter"
    ANSWER = "answer"
    DUTY = "duty"
    REACHED = "reached"
    RIGHT_AGAIN = "right_again"
    ROSTER = "roster"
    DECISION = "decision"


class Subject(StrEnum):
    """What gathered alerts are about, as far as Slack's history may say it."""

    SCHEDULE = "schedule"
    LIST = "list"
    CHECK_IN = "check_in"
    APP = "app"


@dataclass(frozen=True)
class AlertRule:
    """How one kind of alert is dealt with.

    Urgent alerts are repeated until somebody has them, reach the deputies as well, and wake people near call. `radio`:
    with nobody answering, the AD is asked to find the coordinator before the scene goes ahead. `once`: while one is
    open, another one about the same performer (and scene) is the same alert. `recurs`: once it has ended, the same
    cause is told again.
    """

    urgency: Urgency
    ends_with: EndsWith
    subject: Subject
    owner: Owner = Owner.ON_DUTY
    radio: bool = True
    once: bool = False
    recurs: bool = False


ALWAYS, LAST_HOURS, NEVER = Urgency.ALWAYS, Urgency.LAST_HOURS, Urgency.NEVER
SCHEDULE, LIST, CHECK_IN, APP = Subject.SCHEDULE, Subject.LIST, Subject.CHECK_IN, Subject.APP


class Rules(dict[AlertKind, AlertRule]):
    """The rule of each kind. One whose kind no release knows is told as something that cannot be read."""

    def __missing__(self, kind: AlertKind) -> AlertRule:
        return self[AlertKind.UNREADABLE]


RULES: Mapping[AlertKind, AlertRule] = Rules(
    {
        AlertKind.CHANGE: AlertRule(ALWAYS, EndsWith.MATTER, CHECK_IN, once=True),
        AlertKind.CALL_ME: AlertRule(ALWAYS, EndsWith.MATTER, CHECK_IN, once=True),
        AlertKind.ANSWERED_SINCE: AlertRule(NEVER, EndsWith.MATTER, CHECK_IN, once=True),
        AlertKind.TYPED: AlertRule(ALWAYS, EndsWith.MATTER, CHECK_IN, once=True),
        AlertKind.WROTE: AlertRule(ALWAYS, EndsWith.SEEN, CHECK_IN, once=True),
        AlertKind.DELETED: AlertRule(ALWAYS, EndsWith.MATTER, CHECK_IN, once=True),
        AlertKind.FILE: AlertRule(ALWAYS, EndsWith.MATTER, CHECK_IN, once=True),
        AlertKind.RECORDING: AlertRule(ALWAYS, EndsWith.MATTER, CHECK_IN, once=True),
        AlertKind.SAYS_NOTHING_CHANGES: AlertRule(NEVER, EndsWith.MATTER, CHECK_IN, once=True),
        AlertKind.REACTED: AlertRule(NEVER, EndsWith.SEEN, CHECK_IN, recurs=True),
        AlertKind.UNREAD: AlertRule(ALWAYS, EndsWith.MATTER, CHECK_IN, once=True),
        AlertKind.OPEN_HERE: AlertRule(ALWAYS, EndsWith.SEEN, SCHEDULE, radio=False),
        AlertKind.PLAN_TOUCHED: AlertRule(NEVER, EndsWith.SEEN, SCHEDULE),
        AlertKind.ACCOUNT_CLOSED: AlertRule(ALWAYS, EndsWith.SEEN, CHECK_IN),
        AlertKind.ACCOUNT_ASKED: AlertRule(NEVER, EndsWith.DECISION, SCHEDULE),
        AlertKind.BY_DEPUTY: AlertRule(NEVER, EndsWith.SEEN, CHECK_IN, owner=Owner.COORDINATORS),
        AlertKind.OFF_DUTY: AlertRule(NEVER, EndsWith.SEEN, CHECK_IN, owner=Owner.OTHERS_ON_DUTY),
        AlertKind.SILENCE_EVENING: AlertRule(NEVER, EndsWith.ANSWER, CHECK_IN),
        AlertKind.SILENCE_AT_CALL: AlertRule(ALWAYS, EndsWith.ANSWER, CHECK_IN),
        AlertKind.ASK_IN_PERSON: AlertRule(LAST_HOURS, EndsWith.ANSWER, CHECK_IN),
        AlertKind.UNREACHABLE: AlertRule(ALWAYS, EndsWith.REACHED, CHECK_IN, once=True),
        AlertKind.NO_DUTY: AlertRule(ALWAYS, EndsWith.DUTY, CHECK_IN, owner=Owner.COORDINATION, recurs=True),
        AlertKind.NEEDS_COORDINATOR: AlertRule(NEVER, EndsWith.SEEN, CHECK_IN),
        AlertKind.FOLLOW_UP: AlertRule(NEVER, EndsWith.SEEN, CHECK_IN),
        AlertKind.OFFLINE: AlertRule(LAST_HOURS, EndsWith.SEEN, APP),
        AlertKind.NOT_SHOWN: AlertRule(ALWAYS, EndsWith.SEEN, APP, once=True),
        AlertKind.REMOVAL_WAITS: AlertRule(ALWAYS, EndsWith.DECISION, LIST),
        AlertKind.EXPORTED: AlertRule(NEVER, EndsWith.SEEN, APP),
        AlertKind.SHUT_OUT: AlertRule(LAST_HOURS, EndsWith.SEEN, APP),
        AlertKind.CONNECTIONS: AlertRule(ALWAYS, EndsWith.RIGHT_AGAIN, APP, radio=False, recurs=True),
        AlertKind.UNREADABLE: AlertRule(ALWAYS, EndsWith.SEEN, APP, radio=False, recurs=True),
        AlertKind.SCENE_GONE: AlertRule(ALWAYS, EndsWith.DECISION, LIST, radio=False),
        AlertKind.KEY_LOST: AlertRule(ALWAYS, EndsWith.SEEN, APP, radio=False),
        AlertKind.MOVED: AlertRule(NEVER, EndsWith.SEEN, SCHEDULE),
        AlertKind.CUT: AlertRule(NEVER, EndsWith.SEEN, SCHEDULE),
        AlertKind.NOTICE: AlertRule(NEVER, EndsWith.SEEN, SCHEDULE),
        AlertKind.TURNAROUND: AlertRule(NEVER, EndsWith.SEEN, SCHEDULE),
        AlertKind.PROPOSED: AlertRule(NEVER, EndsWith.SEEN, SCHEDULE),
        AlertKind.FILMED_ELSEWHERE: AlertRule(NEVER, EndsWith.SEEN, SCHEDULE),
        AlertKind.CLOSED_SET: AlertRule(ALWAYS, EndsWith.RIGHT_AGAIN, LIST),
        AlertKind.ADDED: AlertRule(NEVER, EndsWith.SEEN, LIST),
        AlertKind.LEFT: AlertRule(NEVER, EndsWith.SEEN, LIST),
        AlertKind.HOLD: AlertRule(NEVER, EndsWith.ROSTER, LIST),
        AlertKind.ROSTER: AlertRule(NEVER, EndsWith.ROSTER, LIST),
        AlertKind.ROSTER_MOVED: AlertRule(NEVER, EndsWith.ROSTER, LIST),
        AlertKind.ASKED: AlertRule(LAST_HOURS, EndsWith.ROSTER, LIST),
    }
)

# These are about what a performer wrote, which may be about every scene.
WRITTEN = (AlertKind.TYPED, AlertKind.WROTE, AlertKind.DELETED, AlertKind.FILE, AlertKind.RECORDING)
# Behind these stands what a performer said, perhaps in their own words.
CONFIDENTIAL = (AlertKind.CHANGE, AlertKind.CALL_ME, *WRITTEN)
# What a performer's taps on one scene bring about is one alert, whichever tap came last.
TAPPED = (AlertKind.CHANGE, AlertKind.CALL_ME, AlertKind.ANSWERED_SINCE)
# What holds for as long as the plan is as it is: told once meanwhile, and again when it has ceased and comes back.
CONDITIONS = (AlertKind.NOTICE, AlertKind.TURNAROUND, AlertKind.NEEDS_COORDINATOR)
# What one person can bring about as often as they like: all of it is told as one thing.
WISHES = (AlertKind.ASKED,)
# What is over once an answer has come, from the performer or written down for them.
SILENT = tuple(kind for kind, rule in RULES.items() if rule.ends_with is EndsWith.ANSWER)

# The pause between two tellings grows to this many times the first, so that a night is not a hundred messages.
LONGEST_PAUSE = 6
# In the last hours this many tellings come one close after the other; then at the usual pace, until somebody has it.
CLOSE_TELLINGS = 4
# Whoever was told of an alert a moment ago is not told again because the AD is asked, or the last hours begin.
A_MOMENT = timedelta(minutes=1)
# How long after the AD was asked to find the coordinator they are asked again.
RADIO_PAUSE = timedelta(minutes=30)


def group_of(kind: AlertKind) -> tuple[AlertKind, ...]:
    """The kinds that are one alert with this one while it is open."""
    return TAPPED if kind in TAPPED else (kind,)


@dataclass(frozen=True)
class Paces:
    """A production's settings for alerts, as lengths of time; `quiet` as wall times of `zone`, the grids in minutes."""

    last_hours: timedelta
    near_call: timedelta
    repeat: timedelta
    deputy: timedelta
    close_repeat: timedelta
    before_call: timedelta
    grid: int
    close_grid: int
    quiet: QuietHours
    zone: str


@dataclass(frozen=True)
class Telling:
    """Where an alert stands. `call`: the call it should be dealt with before; `over`: filmed, or the day is over.

    `step` counts the tellings so far, `begun_at` is the first of them and `told_at` the last.
    """

    rule: AlertRule
    call: datetime | None
    over: bool
    step: int
    begun_at: datetime | None
    told_at: datetime | None
    gathered: bool
    acknowledged_at: datetime | None = None


def urgent_from(telling: Telling, paces: Paces) -> datetime | None:
    """From when an alert is urgent; None: it is gathered, as far as anybody knows now."""
    if telling.rule.urgency is Urgency.LAST_HOURS and telling.call is not None and not telling.over:
        return telling.call - paces.last_hours
    return datetime.min.replace(tzinfo=UTC) if telling.rule.urgency is Urgency.ALWAYS else None


def is_urgent(telling: Telling, paces: Paces, at: datetime) -> bool:
    """Whether an alert is a message of its own at a moment."""
    begins = urgent_from(telling, paces)
    return begins is not None and begins <= at


def in_last_hours(telling: Telling, paces: Paces, at: datetime) -> bool:
    """Whether the last hours before call have begun, or call has come, and the scene is still to be filmed."""
    return telling.call is not None and not telling.over and at >= telling.call - paces.last_hours


def waking(telling: Telling, paces: Paces, at: datetime) -> datetime:
    """When an alert may be told: now, or in quiet hours, when they end or call has come near.

    What is not urgent wakes nobody; in the last hours before call it need not wait, who has to read it is up.
    """
    ends = times.after_quiet(at, paces.quiet, paces.zone)
    if telling.call is None or telling.over:
        return ends
    span = paces.near_call if is_urgent(telling, paces, at) else paces.last_hours
    return min(ends, max(at, telling.call - span))


def deputy_wait(telling: Telling, paces: Paces, at: datetime) -> timedelta:
    """How long those who are told first have, before everybody of the coordination is."""
    return paces.close_repeat if in_last_hours(telling, paces, at) else paces.deputy


def radio_at(telling: Telling, paces: Paces) -> datetime | None:
    """When the AD is asked to find the coordinator: some time before call, once the deputy had time to answer as well.

    Counted from the grid on which the AD's words come, so that its minute tells nothing of when somebody tapped.
    """
    if not telling.rule.radio or telling.call is None or telling.over or telling.begun_at is None:
        return None
    close = telling.begun_at >= telling.call - paces.last_hours
    told = times.next_grid(telling.begun_at, paces.close_grid if close else paces.grid)
    return max(telling.call - paces.before_call, told + (2 * paces.close_repeat if close else paces.deputy))


def next_radio(telling: Telling, paces: Paces, after: datetime) -> datetime | None:
    """When the AD is asked next after a moment: at even distances, whatever else comes in between."""
    first = radio_at(telling, paces)
    if first is None or first > after:
        return first
    return first + ((after - first) // RADIO_PAUSE + 1) * RADIO_PAUSE


def next_telling(telling: Telling, paces: Paces, now: datetime) -> datetime | None:
    """When an alert that is not ended is told next; None where that is for somebody else to bring about."""
    begins = urgent_from(telling, paces)
    if telling.acknowledged_at is not None:
        early = begins is not None and telling.acknowledged_at < begins
        return begins if early and telling.rule.ends_with is not EndsWith.SEEN else None
    if not is_urgent(telling, paces, now):
        first = None if telling.gathered else waking(telling, paces, now)
        return min(filter(None, (first, begins)), default=None)
    if telling.told_at is None:
        return waking(telling, paces, now)
    return waking(telling, paces, max(now, next_repeat(telling, paces, telling.told_at)))


def next_repeat(telling: Telling, paces: Paces, told: datetime) -> datetime:
    """When an urgent alert comes again after it was told, before anybody asks whether that is in quiet hours."""
    close = paces.close_repeat if telling.step < CLOSE_TELLINGS else paces.repeat
    usual = paces.repeat * (LONGEST_PAUSE if telling.over else min(max(telling.step, 1), LONGEST_PAUSE))
    moments = [told + (close if in_last_hours(telling, paces, told) else usual)]
    radio = next_radio(telling, paces, told)
    if radio is not None:
        moments.append(radio)
    if telling.call is not None and not telling.over and told < telling.call - paces.last_hours:
        moments.append(telling.call - paces.last_hours)
    return min(moments)
