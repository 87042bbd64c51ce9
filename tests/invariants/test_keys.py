"""A key tells repeats apart and says nothing else: what is read belongs into a column or a subject."""

import ast

import pytest

from tests.scanning import modules
from tests.test_project import functions

# Ways to look into a text: asked of the text itself, of a column, or of a function that is given it.
OF_IT = {"split", "rsplit", "partition", "rpartition", "splitlines", "startswith", "endswith", "strip", "lstrip"}
OF_IT |= {"rstrip", "removeprefix", "removesuffix", "replace", "find", "rfind", "index", "rindex", "count", "isdigit"}
OF_IT |= {"like", "ilike", "contains", "icontains", "istartswith", "iendswith", "regexp_match"}
GIVEN_IT = {"match", "fullmatch", "search", "finditer", "findall", "sub", "substr", "substring", "instr", "int"}
# There a key is a scene's episode and number, a pair and no text.
PAIRS = "bot/parsing/"

# Each of these reads a key; the last ones only use one.
READING = [
    'alert.key.rpartition(":")[2]',
    'context.delivery.key.startswith(f"alert:{alert.number}:1:")',
    'context.delivery.key.replace("closed_set_right:", "closed_set_alarm:", 1)',
    'select(Answer).where(col(Answer.key).startswith(f"{cause}:", autoescape=True))',
    "row.key[7:]",
    '":outage:" in delivery.key',
    're.match(r"button:(.*):", row.key)',
    "func.substr(InboxRow.key, 8) == slack_user",
    'int(str(row.typed_key).split(":")[1])',
    "cause = row.key\ncause.partition(':')",
    "for part in row.key: part",
    "first, rest = row.key, 1\nfirst.strip()",
]
USING = [
    "select(Due).where(Due.key == key)",
    "select(Due).where(col(Due.key).in_(keys))",
    "row.key in self._working",
    'transaction.vault.open("inbox", row.key, row.payload)',
    'f"{row.key}:{number}"',
    "strips.find(transaction.session, scene.key, day.number)",
    "found = {row.key: row.production_id for row in rows}",
]


def is_key(node: ast.AST, aliases: frozenset[str]) -> bool:
    """Whether an expression is a row's key, however it is wrapped, or a name that was given one."""
    if isinstance(node, ast.Attribute):
        return node.attr == "key" or node.attr.endswith("_key")
    if isinstance(node, ast.Name):
        return node.id in aliases
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("str", "col", "cast"):
        return any(is_key(argument, aliases) for argument in node.args)
    return False


def names_of_keys(tree: ast.AST) -> frozenset[str]:
    """The variables and parameters that hold a key."""
    found = {argument.arg for argument in ast.walk(tree) if isinstance(argument, ast.arg) and argument.arg == "key"}
    for node in ast.walk(tree):
        for target, value in pairs(node):
            if isinstance(target, ast.Name) and is_key(value, frozenset(found)):
                found.add(target.id)
    return frozenset(found)


def pairs(node: ast.AST) -> list[tuple[ast.expr, ast.expr]]:
    """What an assignment gives to what."""
    if isinstance(node, ast.NamedExpr):
        return [(node.target, node.value)]
    if not isinstance(node, ast.Assign):
        return []
    target, value = node.targets[0], node.value
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        return list(zip(target.elts, value.elts, strict=True))
    return [(target, value)]


def looks_into(node: ast.AST, aliases: frozenset[str]) -> bool:
    """Whether an expression takes a key apart, or asks what is in it."""
    if isinstance(node, ast.Subscript):
        return is_key(node.value, aliases)
    if isinstance(node, ast.Compare):
        within = [right for how, right in zip(node.ops, node.comparators, strict=True) if isinstance(how, ast.In)]
        return any(is_key(right, aliases) for right in within)
    if isinstance(node, ast.For | ast.comprehension):
        return is_key(node.iter, aliases)
    if not isinstance(node, ast.Call):
        return False
    called = getattr(node.func, "attr", getattr(node.func, "id", ""))
    given = node.args if called in GIVEN_IT else []
    asked = [node.func.value] if isinstance(node.func, ast.Attribute) and called in OF_IT else []
    return any(is_key(one, aliases) for one in [*asked, *given])


def reads_keys(tree: ast.AST) -> list[str]:
    """Every expression that takes a key apart."""
    aliases = names_of_keys(tree)
    return [ast.unparse(node) for node in ast.walk(tree) if looks_into(node, aliases)]


def test_nobody_reads_a_key() -> None:
    """No function of the house takes a stored key apart or asks what is in it."""
    seen = [
        (path, function)
        for path, tree in modules("bot", "handlers", "storage", "messages")
        if not path.startswith((PAIRS, "storage/migrations/"))
        for function in functions(tree)
    ]
    assert len(seen) > 1000
    keys = [node for _, function in seen for node in ast.walk(function) if is_key(node, frozenset())]
    assert len(keys) > 80
    assert [(path, read) for path, function in seen for read in reads_keys(function)] == []


@pytest.mark.parametrize("line", READING)
def test_a_planted_reading_is_found(line: str) -> None:
    """Each way in which keys were once read, and others like it."""
    assert reads_keys(ast.parse(line)) != []


@pytest.mark.parametrize("line", USING)
def test_a_key_may_be_compared_and_put_together(line: str) -> None:
    """Looking a row up by its key, and making a key of another, reads nothing."""
    assert reads_keys(ast.parse(line)) == []
