"""The catalogues as the tests read them, and the sentences as the code has them."""

import ast
import re
from contextlib import chdir
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from messages.language import CATALOGUES
from tests.scanning import ROOT

CODES = ("de", "es", "fr", "pl")
PLACES = ("messages", "handlers", "bot/delivery")
# What a text is an argument of when it is said, now or later.
SAID = {"say", "count", "sentence", "ProductionUnfit", "Question"}
PLACEHOLDER = re.compile(r"\{\w*\}")


def catalogue_of(code: str) -> Catalog:
    """One language, as its file has it."""
    with (CATALOGUES / f"{code}.po").open("rb") as lines:
        return read_po(lines, locale=code)


def extracted(folder: Path) -> Catalog:
    """Every sentence in the code, gathered as `make languages` gathers it."""
    found = re.search(r"^SENTENCES = (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert found is not None
    target = folder / "sentences.pot"
    command = ["pybabel", "--quiet", "extract", "--mapping-file=pyproject.toml", "--no-default-keywords"]
    command += [f"--keywords={found[1]}", f"--output={target}", "bot", "handlers", "messages"]
    with chdir(ROOT):
        CommandLineInterface().run(command)  # type: ignore[no-untyped-call]
    with target.open("rb") as lines:
        return read_po(lines)


def sentences(catalogue: Catalog) -> list[Message]:
    """The entries that are sentences; the first one of a catalogue is its header."""
    return [message for message in catalogue if message.id]


def forms(message: Message) -> list[tuple[str, str]]:
    """Each wording of a translated sentence beside the English it stands for."""
    english, said = texts(message.id), texts(message.string)
    return [(english[min(place, len(english) - 1)], text) for place, text in enumerate(said)]


def texts(part: object) -> list[str]:
    """One text, or the forms of one that counts."""
    return [str(text or "") for text in (part if isinstance(part, list | tuple) else [part])]


def called(call: ast.Call) -> str:
    """The bare name of what a call calls."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
