"""Questions a schedule leaves open: read as English where a file is imported, said to the coordinator in theirs."""

from collections.abc import Mapping
from typing import Any

from messages.language import Language

Kept = str | Mapping[str, Any]


class Question(str):
    """A sentence with its values filled in, which still knows both. A value may be such a sentence itself."""

    sentence: str
    values: dict[str, str]

    def __new__(cls, sentence: str, **values: object) -> "Question":
        made = super().__new__(cls, sentence.format(**values))
        made.sentence = sentence
        made.values = {name: value if isinstance(value, Question) else str(value) for name, value in values.items()}
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, str]]:
        """What it is made of, for whoever hands it from one process to another."""
        return (self.sentence,), self.values


def kept(question: str) -> Kept:
    """A question as it is stored: the sentence apart from its values."""
    if not isinstance(question, Question):
        return question
    return {"sentence": question.sentence, "values": {name: kept(value) for name, value in question.values.items()}}


def said(question: Kept, tongue: Language) -> str:
    """A stored question in a reader's language; one of an earlier release stays as it was written."""
    if isinstance(question, str):
        return question
    sentence, values = question["sentence"], question["values"]
    return tongue.say(sentence, **{name: said(value, tongue) for name, value in values.items()})
