"""Whatever turns a wall time into an instant, in every zone there is: nothing missed, nothing twice, nothing late."""

import ast
import sys
from datetime import UTC, date, datetime, time
from time import process_time
from zoneinfo import ZoneInfo, available_timezones

import pytest

from tests.scanning import ROOT, parsed
from tests.zones.every_zone import BEGIN, all_days, kinds, offset
from tests.zones.makers import functions, makers
from tests.zones.rules import PROVED, RULES_OF_ALL, Look, Rule

# Hands a wall time on to what is proved, and does no more with it than to add days to it.
HANDED_ON = {
    "bot/checkins/asking.py asleep_until": {"sleep_until"},
    "bot/checkins/publishing.py run_readiness": {"held_until"},
    "bot/checkins/publishing.py send_changes": {"held_until"},
    "bot/domain/alert_kinds.py next_telling": {"waking"},
    "bot/escalation.py tell": {"waking"},
    "bot/schedule/stored.py still_to_come": {"on_the_clock"},
    "bot/terms/difference.py changed_rider": {"sent_moment"},
    "bot/checkins/moments.py moments_of_day": {"first_round", "evening_round"},
    "bot/demo/production.py moment": {"instant"},
    "bot/facts.py call_of": {"earliest_call"},
    "bot/facts.py first_call": {"earliest_call"},
    "bot/gathering.py plan_last": {"last_moment"},
    "bot/privacy/private_notes.py place_hold_through": {"instant"},
    "bot/privacy/private_notes.py tell_of_hold": {"sleep_until"},
    "bot/privacy/reduction.py over_at": {"instant"},
    "bot/proof/handing_over.py hand_over": {"after_quiet"},
    "bot/schedule/importing.py ScheduleWriter._call": {"on"},
    "bot/schedule/time_zone.py calls_to_come": {"earliest_call"},
    "bot/schedule/time_zone.py move_call": {"same_wall"},
    "bot/schedule/time_zone.py move_closures": {"closure_at"},
    "bot/schedule/time_zone.py move_messages": {"sleep_on"},
    "bot/schedule/time_zone.py move_summaries": {"last_moment"},
    "bot/schedule/time_zone.py plan_to_come": {"quiet_to_come"},
    "bot/schedule/wrap.py plan_closure": {"closure_at"},
    "bot/schedule/wrap.py run_closure": {"sleep_until"},
    "bot/terms/saving.py sent_at": {"instant", "latest_on"},
    "handlers/arguments.py Arguments.until": {"next_wall", "on"},
    "handlers/shoot_days.py call": {"on"},
}
# A clock that stands on UTC whatever the zone, or a wall time of which no instant is made.
NO_WALL_TIME = {
    "bot/privacy/when_notes_go.py over_at",
    "storage/deliveries.py gathered",
}


def test_none_is_left_out() -> None:
    """Each function that makes an instant of a wall time is proved, or hands it on to one that is."""
    by_hours_passed = {"line_times", "morning_round", "next_grid", "next_line"}
    proved = {name for name in PROVED if name.rpartition(" ")[2] not in by_hours_passed}
    found = makers(proved)
    assert set(found) == proved | set(HANDED_ON) | NO_WALL_TIME
    assert {name: found[name] for name in HANDED_ON} == HANDED_ON
    assert set(PROVED) <= {name for name, _, _ in functions()}


def test_each_rule_looks_at_what_it_proves() -> None:
    """A function that stands in the table is called by its rule."""
    tree = parsed(ROOT / "tests" / "zones" / "rules.py")
    calls = {
        node.name: {name_of(one) for one in ast.walk(node) if isinstance(one, ast.Call)}
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    }
    for name, rules in PROVED.items():
        assert all(name.rpartition(" ")[2].rpartition(".")[2] in calls[rule.__name__] for rule in rules), name
    assert {rule.__name__ for rule in RULES_OF_ALL} == {name for name, made in calls.items() if name != "film" and made}


def name_of(call: ast.Call) -> str:
    """What is called, by its own name."""
    return str(getattr(call.func, "id", getattr(call.func, "attr", "")))


SOON = date(2027, 1, 1)


@pytest.mark.parametrize("rule", RULES_OF_ALL, ids=lambda rule: rule.__name__)
def test_on_the_days_on_which_clocks_are_set(rule: Rule) -> None:
    """Every zone there is, one year."""
    found = kinds(BEGIN, SOON)
    assert sum(len(kind.names) for kind in found) == len(available_timezones())
    for kind in found:
        for day in kind.near_changes():
            assert rule(kind.zone, day, Look.CLOSE)


@pytest.mark.prove
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("rule", RULES_OF_ALL, ids=lambda rule: rule.__name__)
def test_in_every_zone_for_twenty_years(rule: Rule, capsys: pytest.CaptureFixture[str]) -> None:
    """Every zone there is: at length on and beside the days on which its clocks are set, and each eighth other day."""
    begun, days, instants = process_time(), 0, 0
    for place, kind in enumerate(kinds()):
        near = kind.near_changes()
        for day in near:
            instants += rule(kind.zone, day, Look.AT_LENGTH)
        others = set(all_days()[place % 8 :: 8]).difference(near)
        for day in others:
            instants += rule(kind.zone, day, Look.AT_A_GLANCE)
        days += len(near) + len(others)
    assert days > len(kinds()) * 7305 // 8
    assert instants > days
    figures = f"{len(kinds())} zones, {days:,} days, {instants:,} instants, {process_time() - begun:.0f} s of CPU"
    with capsys.disabled():
        sys.stdout.write(f"\n{rule.__name__}: {figures}\n")


@pytest.mark.prove
def test_zones_that_are_put_together_always_show_the_same() -> None:
    """Nothing is left out by looking at one of them: at each noon of twenty years all are as far from UTC."""
    for kind in kinds():
        for name in kind.names[1:]:
            one, other = ZoneInfo(kind.zone), ZoneInfo(name)
            for day in all_days():
                noon = datetime.combine(day, time(12), UTC)
                assert offset(noon, one) == offset(noon, other), (kind.zone, name, day)
    assert len(kinds()) >= 50
