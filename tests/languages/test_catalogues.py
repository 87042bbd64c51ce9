"""The catalogues are whole: every sentence, in every language, in the right tone."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from handlers.routes import COMMANDS
from messages.language import languages
from tests.languages.catalogues import (
    CODES,
    PLACEHOLDER,
    called,
    catalogue_of,
    extracted,
    forms,
    sentences,
    texts,
)
from tests.scanning import modules

# What the field never says, in the words each language would say it with.
NEVER_SAID = {
    "de": r"sexszene|nacktszene|ablehn|verweiger|\bproblem|erlaubnis verweigert|compliance|nacktheit morgen",
    "es": r"escena de sexo|escena sexual|escena de desnudo|rechaz|negarse|se niega|problema|cumplimiento",
    "fr": r"scène de sexe|scène de nu|refus|décliner|problème|conformité",
    "pl": r"scena seksu|scena łóżkowa|sceny łóżkow|\bnago\b|odmow|odmaw|odmów|odrzuc|problem|zgodność z przepisami",
}
# Wording that would make the reader, or a performer, a man or a woman.
GENDERED = {
    "de": r"\w[*:_]in(nen)?\b|\w/-?in(nen)?\b|\w\(in\)|(?-i:[a-zß]Innen\b)|darsteller|schauspieler|koordinator",
    "es": r"\w/[ao]s?\b|\w@s?\b|\w\([ao]s?\)|\b(actor|actriz|coordinador|coordinadora|invitado|invitada)\b",
    "fr": r"\w·e?s?|\w\(e\)|\b(acteur|actrice|coordinateur|coordinatrice|invité|invitée|ajouté|ajoutée)\b",
    "pl": r"(łeś|łaś|łbyś|łabyś)\b|(?<!kana)ł[ea]m\b|\w/a\b|\w\(a\)|\b(aktor|aktorka|koordynator|koordynatorka)\b",
}
# The address a language does not use here; documentation/languages.md says which it does.
OTHER_ADDRESS = {
    "de": r"\b(du|dich|dir|dein\w*|euch|euer)\b",
    "es": r"\b(usted|ustedes|vosotros|vosotras|vuestr\w*)\b",
    "fr": r"\b(tu|toi|(?-i:ton)|tes)\b",
    "pl": r"\b(Pan|Pani|Pana|Panu|Panią|Państwo|Państwa)\b",
}


@pytest.fixture(scope="module")
def code_says(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The sentences of the code, gathered once."""
    return extracted(tmp_path_factory.mktemp("sentences"))


def test_the_five_languages_are_there() -> None:
    """English, German, Spanish, French and Polish can be chosen."""
    assert languages() == ("en", *CODES)


@pytest.mark.parametrize("code", CODES)
def test_every_sentence_is_translated_and_nothing_is_left_over(code: str, code_says: Catalog) -> None:
    """`make languages` would add nothing and take nothing away, and no entry is empty or a guess."""
    catalogue = catalogue_of(code)
    wanted, known = ({message.id for message in sentences(one)} for one in (code_says, catalogue))
    assert sorted(map(str, wanted - known)) == []
    assert sorted(map(str, known - wanted)) == []
    assert list(catalogue.obsolete) == []
    assert [message.id for message in sentences(catalogue) if message.fuzzy] == []
    assert [message.id for message in sentences(catalogue) if not all(text for _, text in forms(message))] == []


@pytest.mark.parametrize("code", CODES)
def test_a_sentence_that_counts_has_every_form_of_its_language(code: str) -> None:
    """Polish has three, the others two."""
    catalogue = catalogue_of(code)
    counted = [message for message in sentences(catalogue) if message.pluralizable]
    assert counted
    assert {len(forms(message)) for message in counted} == {3 if code == "pl" else 2}
    assert catalogue.num_plurals == (3 if code == "pl" else 2)


@pytest.mark.parametrize("code", CODES)
def test_placeholders_are_the_same_in_every_language(code: str) -> None:
    """A name or a scene that English says is said, and none that nobody fills."""
    different = [
        english
        for message in sentences(catalogue_of(code))
        for english, text in forms(message)
        if sorted(set(PLACEHOLDER.findall(english))) != sorted(set(PLACEHOLDER.findall(text)))
    ]
    assert different == []


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("wording", [NEVER_SAID, GENDERED, OTHER_ADDRESS], ids=["never", "gendered", "address"])
def test_the_tone_is_the_same_in_every_language(code: str, wording: dict[str, str]) -> None:
    """Nothing presses or names what is nobody's business, nobody is made a man or a woman, one address throughout."""
    flags = re.IGNORECASE if wording is not OTHER_ADDRESS or code != "pl" else re.NOFLAG
    unfit = re.compile(wording[code], flags)
    texts = [text for message in sentences(catalogue_of(code)) for _, text in forms(message)]
    assert [text for text in texts if unfit.search(text)] == []


@pytest.mark.parametrize("code", CODES)
def test_typography_is_the_language_s_own(code: str) -> None:
    """Quotation marks stand as each language writes them, and French keeps its marks on the line."""
    texts = [text for message in sentences(catalogue_of(code)) for _, text in forms(message)]
    foreign = {"de": "”«»", "es": "“”„", "fr": "“”„", "pl": "“«»"}[code]
    assert [text for text in texts if set(text) & set(foreign)] == []
    if code == "fr":
        assert [text for text in texts if re.search(r" [:;?!»]|« ", text)] == []


def test_gathering_misses_nothing(code_says: Catalog) -> None:
    """Babel finds every literal that is said; one inside an f-string, for instance, it would not see."""
    known = {text for message in sentences(code_says) for text in texts(message.id)}
    missed = [
        f"{path}:{node.lineno}: {node.args[0].value}"
        for path, tree in modules("messages", "handlers", "bot")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and called(node) in {"say", "sentence", "count", "ProductionUnfit", "Question"}
        if len(node.args) > (called(node) == "count")
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
        if node.args[0].value not in known and not path.startswith(("bot/commands", "bot/demo", "sandbox"))
    ]
    assert missed == []


def test_what_each_command_does_is_said_in_every_language(code_says: Catalog) -> None:
    """The meanings in the commands' tables are gathered like any sentence."""
    known = {message.id for message in sentences(code_says)}
    assert [verb.usage for command in COMMANDS.values() for verb in command.verbs if verb.meaning not in known] == []


def test_what_is_translated_is_shipped() -> None:
    """The package takes the catalogues along."""
    project = Path(__file__).parents[2] / "pyproject.toml"
    assert '"*.po"' in project.read_text(encoding="utf-8")
