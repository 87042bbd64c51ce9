"""The pure plan: for every roster and every membership."""

from hypothesis import given
from hypothesis import strategies as st

from bot.membership import ENTERS, Cleared, Obstacle, Plan, alarm_of, batches, closing_plan, obstacles_of, plan
from bot.roles import Access

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
    assert all(by_user[user].entered for user in found.gone)
    for person in roster:
        placed = person.user in (*inside, *found.invites, *found.waiting, *found.gone)
        assert placed or person.person in found.elsewhere


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
