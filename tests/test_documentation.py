"""What the pages and comments name is there: links, files, modules, rooms, sources, targets of the Makefile."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROOTS = ("bot", "handlers", "storage", "messages", "sandbox")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "documentation").rglob("*.md"), *(ROOT / "sandbox").glob("*.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
# A path from the project's root: in a page between backticks, in a comment anywhere.
PATH = re.compile(rf"(?<![\w./-])(?:{'|'.join(ROOTS)}|tests|documentation|requirements)/[\w./*-]*[\w/]")
MODULE = re.compile(rf"(?<![\w./-])(?:{'|'.join(ROOTS)}|tests)(?:\.[a-z_]+)+")
PYTHON_FILE = re.compile(r"(?<![\w./:-])[a-z_]+\.py\b")


def texts(pages: list[Path]) -> Iterator[tuple[str, str]]:
    """Each page by its path from the root, with what it says."""
    for page in pages:
        yield str(page.relative_to(ROOT)), page.read_text(encoding="utf-8")


def spoken(path: Path) -> str:
    """The comments and the documentation of a module: every comment, and every text in three quotation marks."""
    source = path.read_text(encoding="utf-8")
    return "\n".join(
        [*re.findall(r'"""(.*?)"""', source, re.DOTALL), *re.findall(r"(?:^|\s)# (.*)$", source, re.MULTILINE)]
    )


def is_module(name: str) -> bool:
    """Whether a dotted name is a module of ours, or something in one."""
    parts = name.split(".")
    return (
        any((ROOT / Path(*parts[:end])).with_suffix(".py").is_file() for end in range(2, len(parts) + 1))
        or (ROOT / Path(*parts)).is_dir()
    )


def anchors(page: Path) -> set[str]:
    """The places in a page that a link may lead to, as they are made of its headings."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_link_of_a_page_leads_somewhere() -> None:
    """No link leads nowhere, pictures and places within a page included."""
    links = [(page, link) for page in PAGES for link in LINK.findall(page.read_text(encoding="utf-8"))]
    assert len(PAGES) >= 30
    assert len(links) >= 50
    for page, link in links:
        file, _, place = link.partition("#")
        target = page.parent / file if file else page
        assert target.is_file(), f"{page.name}: {link}"
        assert not place or place in anchors(target), f"{page.name}: {link}"


def test_every_file_a_page_names_is_there() -> None:
    """A reader who follows a name finds a file, a folder, or at least one of what a star stands for."""
    named = [(page, path) for page, text in texts(PAGES) for code in CODE.findall(text) for path in PATH.findall(code)]
    assert len(named) >= 180
    assert [(page, path) for page, path in named if not list(ROOT.glob(path))] == []


def test_every_python_file_a_page_names_without_its_folder_is_there() -> None:
    """A file named by itself exists somewhere, under that name."""
    known = {path.name for root in (*ROOTS, "tests") for path in (ROOT / root).rglob("*.py")}
    named = [(page, name) for page, text in texts(PAGES) for name in PYTHON_FILE.findall(text)]
    assert len(named) >= 150
    assert [(page, name) for page, name in named if name not in known] == []


def test_every_module_a_page_names_is_there() -> None:
    """A dotted name, as it is typed after `python -m` or imported, is a module or something in one."""
    # The changelog also says what things were called before.
    pages = [page for page in PAGES if page.name != "CHANGELOG.md"]
    named = [
        (page, name) for page, text in texts(pages) for code in CODE.findall(text) for name in MODULE.findall(code)
    ]
    assert len(named) >= 3
    assert [(page, name) for page, name in named if not is_module(name)] == []


def test_every_file_a_comment_names_is_there() -> None:
    """What a docstring or a comment sends a reader to has not moved away."""
    modules = [path for root in (*ROOTS, "tests") for path in sorted((ROOT / root).rglob("*.py"))]
    named = [(str(path.relative_to(ROOT)), name) for path in modules for name in PATH.findall(spoken(path))]
    assert len(modules) >= 400
    assert len(named) >= 4
    assert [(path, name) for path, name in named if not list(ROOT.glob(name))] == []


def test_the_floors_stand_on_the_page_as_in_the_contract() -> None:
    """Each room of the contract has its sentence in the architecture's table, from the top down."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (layers,) = [one["layers"] for one in settings["tool"]["importlinter"]["contracts"] if one["id"] == "floors"]
    page = (ROOT / "documentation/architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \|", page.partition("## The floors")[2].partition("\n## ")[0], re.MULTILINE)
    rooms = [room for row in rows for room in CODE.findall(row) if not room.endswith("/")]
    assert rooms == [room.strip() for layer in layers for room in re.split(r"[|:]", layer)]


def test_every_decision_is_in_the_index() -> None:
    """Nobody finds a page that its index does not name."""
    folder = ROOT / "documentation/decisions"
    pages = {page.name for page in folder.glob("*.md")} - {"README.md"}
    assert len(pages) >= 20
    assert set(LINK.findall((folder / "README.md").read_text(encoding="utf-8"))) == pages


def test_every_source_of_a_profile_is_listed() -> None:
    """A key such as S35 says something to whoever reads it: what it stands for is on the page about profiles."""
    data = (ROOT / "bot/domain/jurisdictions.toml").read_text(encoding="utf-8")
    keys = {key for source in re.findall(r'source = "([^"]+)"', data) for key in source.split()} - {"unchecked"}
    page = (ROOT / "documentation/terms.md").read_text(encoding="utf-8")
    listed = {key for row in re.findall(r"^\| ([SCF]\d[^|]*) \|", page, re.MULTILINE) for key in row.split(", ")}
    assert len(keys) >= 14
    assert keys == listed


def test_hooks_and_hosted_checks_call_what_there_is() -> None:
    """What runs before a commit and after a push are targets of the Makefile, and the script beside it."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    hooks = re.findall(r"^ +entry: make (\w+)$", (ROOT / ".pre-commit-config.yaml").read_text(), re.MULTILINE)
    workflow = (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8")
    hosted = re.findall(r"^ +(?:- )?run: make (.+)$", workflow, re.MULTILINE)
    assert hooks == ["lint", "types", "contract"]
    assert len(hosted) == 1
    targets = [*hooks, *hosted[0].split()]
    assert [target for target in targets if f"\n{target}: " not in makefile] == []
    assert re.search(r"^ +- run: \.ci/run$", workflow, re.MULTILINE)


def test_hosted_checks_need_no_secret_and_name_versions() -> None:
    """Each action is pinned to a version, and nothing secret is asked for."""
    workflow = (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8")
    actions = re.findall(r"uses: (\S+)", workflow)
    assert len(actions) >= 2
    assert [action for action in actions if not re.fullmatch(r"[\w./-]+@v\d+\.\d+\.\d+", action)] == []
    assert "secrets" not in workflow
