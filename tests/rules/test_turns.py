"""What is urgent overtakes what waits for the same person, and in what is urgent everybody has their turn."""

from datetime import UTC, datetime, timedelta

from bot.domain.alert_kinds import AlertKind
from bot.domain.turns import Waiting, line_of, next_free, next_to_go

NOW = datetime(2026, 3, 16, 6, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def ordinary(number: int, free_at: datetime | None = None) -> Waiting:
    """A message that is not urgent."""
    return Waiting(number, urgent=False, taken=False, free_at=free_at)


def urgent(number: int, line: str = "", free_at: datetime | None = None) -> Waiting:
    """An urgent one."""
    return Waiting(number, urgent=True, taken=False, free_at=free_at, line=line)


def order(waiting: list[Waiting]) -> list[int]:
    """In which order messages reach somebody who takes one a second."""
    left, lately, gone = list(waiting), dict[str, datetime](), list[int]()
    while left:
        chosen = next_to_go(left, lately, NOW)
        left.remove(chosen)
        gone.append(chosen.number)
        lately[chosen.line] = NOW + len(gone) * SECOND
    return gone


def test_what_is_urgent_overtakes_and_the_rest_keeps_its_order() -> None:
    """A hundred and twenty that wait, then an alert: it is the next; the others come in the order of their causes."""
    waiting = [ordinary(number) for number in range(1, 121)]
    assert order([*waiting, urgent(121)]) == [121, *range(1, 121)]


def test_each_performer_has_a_turn() -> None:
    """Twenty-four alerts about Jan delay the first about Ola by one message, and hers do not push his out."""
    jan = [urgent(number, "person 2") for number in range(1, 25)]
    ola = [urgent(number, "person 1") for number in (25, 26)]
    assert order([*jan, *ola])[:5] == [1, 25, 2, 26, 3]


def test_lines_are_of_performers_else_of_kinds() -> None:
    """Sixty wishes of an AD about sixty people are one line; what two performers say are two."""
    assert line_of("alert", AlertKind.CHANGE, 1) != line_of("alert", AlertKind.CHANGE, 2)
    assert line_of("alert", AlertKind.CHANGE, 1) == line_of("alert", AlertKind.TYPED, 1)
    assert line_of("alert", AlertKind.ASKED, 1) == line_of("alert", AlertKind.ASKED, 2)
    assert len({line_of("radio", None, None), line_of("handover", None, None), line_of("alert", None, None)}) == 3


def test_one_at_a_time() -> None:
    """While a message is on its way nothing else is, however urgent."""
    on_its_way = Waiting(1, urgent=False, taken=True, free_at=NOW + SECOND)
    assert next_to_go([on_its_way, urgent(2)], {}, NOW) is on_its_way
    assert next_free([on_its_way, urgent(2)], on_its_way) == NOW + SECOND


def test_a_failed_try_of_something_urgent_holds_nothing_up() -> None:
    """What is urgent and has to wait lets others by; it goes as soon as it may."""
    failed = urgent(1, "person 1", free_at=NOW + 5 * SECOND)
    assert next_to_go([failed, ordinary(2), urgent(3, "person 2")], {}, NOW).number == 3
    assert next_to_go([failed, ordinary(2)], {}, NOW).number == 2
    assert next_to_go([failed], {}, NOW) is failed
    late = ordinary(2, free_at=NOW + 60 * SECOND)
    assert next_free([failed, late], next_to_go([failed, late], {}, NOW)) == NOW + 5 * SECOND
    assert next_to_go([failed, late], {}, NOW + 5 * SECOND) is failed


def test_what_is_not_urgent_is_never_overtaken_by_its_like() -> None:
    """A receipt stays behind its question, and a second state behind the first, when a try has failed."""
    first, second = ordinary(1, free_at=NOW + 60 * SECOND), ordinary(2)
    assert next_to_go([first, second], {}, NOW) is first
