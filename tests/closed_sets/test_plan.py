"""The pure plan: for every roster and every membership."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.membership import (
    ENTERS,
    Act,
    Cleared,
    Obstacle,
    Plan,
    alarm_of,
    batches,
    closing_plan,
    obstacles_of,
    plan,
)
from bot.domain.membership import users as slack_ids
from bot.domain.roles import Access

BOT = "U0BOT"
USERS = [f"U{number}" for number in range(12)]
users = st.sampled_from(USERS)


@st.composite
def rosters(draw: st.DrawFn) -> list[Cleared]:
    """A roster with each person once; some without Slack, some who wait for somebody else."""
    found = []
    for number, user in enumerate(draw(st.lists(users, unique=True))):
        found.append(
            Cleared(
                person=number,
                user=draw(st.sampled_from([user, None])) if number % 4 == 0 else user,
                access=draw(st.sampled_from(Access)),
                reachable=draw(st.booleans()),
                entered=draw(st.booleans()),
                waits_for=draw(st.sampled_from([None, *USERS])),
            )
        )
    return found


def carried_out(inside: set[str], what: Plan) -> set[str]:
    """The members after a plan has been carried out."""
    return (inside - set(what.removals)) | set(what.invites)


@given(rosters(), st.sets(users), st.sets(users))
def test_nobody_uncleared_is_invited_and_nobody_cleared_removed(
    roster: list[Cleared], inside: set[str], former: set[str]
) -> None:
    """Who is invited is cleared and not in, who is removed is in and not cleared, and neither is the bot."""
    found = plan(roster, inside | {BOT}, BOT, former)
    cleared = {person.user for person in roster if person.user and person.access in ENTERS}
    assert set(found.invites) <= cleared - inside
    assert set(found.removals) == inside - cleared
    assert set(found.visitors) == inside - cleared - former
    assert BOT not in (*found.removals, *found.invites)


@given(rosters(), st.sets(users))
def test_carrying_the_plan_out_makes_it_right(roster: list[Cleared], inside: set[str]) -> None:
    """Carried out twice (the second time for who waited), the plan has nothing left to do."""
    once = carried_out(inside | {BOT}, plan(roster, inside | {BOT}, BOT))
    again = carried_out(once, plan(roster, once, BOT))
    final = plan(roster, again, BOT)
    assert not final.removals
    assert not final.invites
    assert set(final.waiting) <= {person.user for person in roster if person.waits_for in again}


@given(rosters(), st.sets(users))
def test_who_left_and_whom_slack_cannot_reach_stay_out(roster: list[Cleared], inside: set[str]) -> None:
    """Nobody is forced back, and everybody on the roster is somewhere in the plan or inside."""
    found = plan(roster, inside, BOT)
    by_user = {person.user: person for person in roster if person.enters}
    assert all(not by_user[user].entered and by_user[user].reachable for user in (*found.invites, *found.waiting))
    assert all(by_user[user].entered and by_user[user].reachable for user in found.gone)
    assert not {by_user[user].waits_for for user in found.invites} & set(found.removals)
    assert {by_user[user].waits_for for user in found.waiting} <= set(found.removals)
    unreachable = [person.person for person in roster if not (person.reachable and person.user in by_user)]
    assert list(found.elsewhere) == unreachable
    for person in roster:
        placed = person.user in (*inside, *found.invites, *found.waiting, *found.gone)
        assert placed or person.person in found.elsewhere


def test_what_brings_somebody_into_the_channel() -> None:
    """On set, at the monitors and for stills one comes in, with a remote feed or without Slack nobody does."""
    entering = [access for access in Access if Cleared(1, "U1", access).enters]
    assert entering == [Access.SET, Access.MONITOR, Access.STILLS]
    assert not Cleared(1, None).enters
    assert plan([Cleared(1, "U1")], [], BOT) == Plan(invites=("U1",))
    assert slack_ids([Cleared(2, "U2"), Cleared(3, None), Cleared(1, "U1"), Cleared(4, "U2")]) == ("U2", "U1")


def test_a_replacement_waits_for_who_is_on_their_way_out() -> None:
    """They come in once the other is out, or at once where the other may stay; who was on the list is no visitor."""
    instead = Cleared(1, "U1", waits_for="U2")
    assert plan([instead], ["U2"], BOT, former=["U2"]) == Plan(removals=("U2",), waiting=("U1",))
    assert plan([instead], [], BOT) == Plan(invites=("U1",))
    assert plan([instead, Cleared(2, "U2")], ["U2"], BOT) == Plan(invites=("U1",))


def test_a_channel_is_right_when_nobody_comes_or_goes() -> None:
    """Who left by themselves, or cannot be reached, is no reason to do anything; whoever is out or missing is."""
    assert Plan(gone=("U1",), elsewhere=(2,)).right is True
    for amiss in (Plan(removals=("U1",)), Plan(invites=("U1",)), Plan(waiting=("U1",))):
        assert amiss.right is False


@given(st.sets(users, min_size=6), st.sets(users, max_size=1))
def test_removals_have_an_order(inside: set[str], staying: set[str]) -> None:
    """The same members give the same plan, so that a repeated plan is seen to be the same."""
    for found in (plan([], inside, BOT), closing_plan(inside, staying)):
        assert list(found.removals) == sorted(found.removals)


def test_an_alarm_is_the_same_whatever_came_first() -> None:
    """The same obstacles met in another order are no news, and what concerns nobody names nobody."""
    obstacles = [Obstacle(Act.INVITE, "cant_invite", user) for user in USERS] + [Obstacle(Act.SEE, "shared")]
    assert alarm_of(obstacles) == alarm_of(obstacles[::-1])
    assert str(obstacles[-1]) == "see shared"


@given(st.sets(users), st.sets(users))
def test_after_wrap_only_who_stays_stays(inside: set[str], staying: set[str]) -> None:
    """The closing plan removes exactly the others and invites nobody."""
    found = closing_plan(inside, staying)
    assert carried_out(inside, found) == inside & staying
    assert not found.invites


@given(st.lists(st.builds(Obstacle, st.sampled_from(["remove", "invite", "see"]), users, st.sampled_from(["", "U1"]))))
def test_an_alarm_says_what_it_was_told(obstacles: list[Obstacle]) -> None:
    """What is stored reads back as the same obstacles, each once."""
    assert set(obstacles_of(alarm_of(obstacles))) == set(obstacles)
    assert (alarm_of(obstacles) is None) == (not obstacles)


def test_a_hundred_at_a_time() -> None:
    """Batches are at most a hundred and lose nobody."""
    people = [f"U{number}" for number in range(250)]
    assert [len(batch) for batch in batches(people)] == [100, 100, 50]
    assert [user for batch in batches(people) for user in batch] == people
