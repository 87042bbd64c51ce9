"""Each message has one writer, each reason its words."""

import ast
from collections.abc import Callable

from bot.delivery.rendering import ARRIVALS, PROOFS, WRITERS
from bot.domain.reasons import AGAIN, Reason
from bot.domain.standing import RevisionKind
from storage.deliveries import Template
from storage.due import DueKind
from tests.scanning import modules
from tests.test_project import functions


def writers() -> set[str]:
    """Every writer in the room of deliveries, by its name."""
    return {
        f"{path.removesuffix('.py').replace('/', '.')}.{function.name}"
        for path, tree in modules("bot/delivery")
        for function in functions(tree)
        if function.name.startswith("write_")
    }


def full_name(writer: Callable[..., object]) -> str:
    return f"{writer.__module__}.{writer.__qualname__}"


def test_every_template_has_a_writer_and_every_writer_a_template() -> None:
    """No message can be put into the outbox that nobody writes, and nobody writes what is never sent."""
    assert set(WRITERS) == set(Template)
    assert sorted(full_name(writer) for writer in WRITERS.values()) == sorted(writers())
    assert len(Template) >= 22
    assert set(ARRIVALS) | set(PROOFS) <= set(Template)


def used(kind: str, *rooms: str) -> set[str]:
    """The members of an enum that some rooms name."""
    return {
        node.attr
        for path, tree in modules(*rooms)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == kind
        if path not in ("bot/delivery/rendering.py", "bot/delivery/who_reads.py")
    }


def test_every_template_is_sent() -> None:
    """A template that nothing puts into the outbox is nobody's, but for what earlier versions have left in one."""
    assert used("Template", "bot", "handlers") == {template.name for template in Template} - {"SEEN"}


def test_every_cause_of_a_check_in_is_a_reason() -> None:
    """A revision or a round that comes later cannot be without a reason."""
    rounds = {DueKind.FIRST_ROUND.value, DueKind.EVENING_ROUND.value}
    revisions = {kind.value for kind in RevisionKind if kind is not RevisionKind.ASKED_AGAIN}
    own = {Reason.SENT.value, Reason.ADDED.value}
    assert {reason.value for reason in Reason} == rounds | revisions | own
    assert set(AGAIN) < set(Reason)
