"""Whatever shows a rider, a day or a roster puts on record who read it: in every function of the handlers."""

import ast

from tests.scanning import modules

SHOW = {
    *("roster_modal", "roster_message", "plan_message", "door_modal", "door_message", "door_file_modal"),
    *("rider_modal", "plan_terms_modal", "terms_message", "scene_modal", "scenes_message", "limits_modal"),
    *("days_message", "day_standing_message"),
}


def named(node: ast.AST) -> str:
    """What is called by a call."""
    called = node.func if isinstance(node, ast.Call) else None
    return called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""


def test_whatever_is_shown_says_who_has_read_it() -> None:
    """Also on the ways that no cell of the table takes, as when something has changed meanwhile."""
    found, unsaid = set(), set()
    for _, tree in modules("handlers"):
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.AsyncFunctionDef)):
            shown = {named(node) for node in ast.walk(function)} & SHOW
            found |= shown
            says = any(isinstance(node, ast.keyword) and node.arg == "read" for node in ast.walk(function))
            if shown and not says:
                unsaid.add(function.name)
    assert found == SHOW
    assert not unsaid
