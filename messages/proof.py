"""The export of a production: a page for each scene and day, and the same as rows of a table."""

from collections.abc import Iterator
from datetime import datetime

from bot.domain.heads import SignedHead, fingerprint
from bot.domain.proof_sheet import Confirmation, Notice, Proof, ProofPerformer, ProofScene, ProofSet
from messages.blocks import Message, note, section
from messages.closed_set import access_text
from messages.language import Language
from messages.paper import Paper
from messages.spreadsheet import csv_table
from messages.vocabulary import day_text, neutral, source_text, word_text

NOTHING = "–"

# The columns of the table, in English and one form for every reader: spreadsheets and programs rely on them.
COLUMNS = (
    "date",
    "shoot_day",
    "scene",
    "kind",
    "name",
    "rider_version",
    "rider_sent_at",
    "call",
    "notice",
    "asked_at",
    "delivered_at",
    "confirmed_at",
    "confirmed_how",
    "confirmed_version",
    "recorded_by",
    "terms_language",
    "terms_hash",
    "access",
    "cleared_by",
    "cleared_at",
    "entered_at",
    "left_at",
    "record_head",
    "made_by",
)


def record_of_another_text(language: Language) -> str:
    """Why nothing was exported."""
    return language.say(
        "Nothing was exported: the record of this production is not its own. Ask whoever runs the bot to look at it."
    )


def head_message(language: Language, production: str, head: SignedHead) -> Message:
    """A signed head of the record, to be kept: what it is for, the line itself, and the key it is signed with."""
    what = language.say(
        "{production}: keep this line, there is nothing else to do. It says how far the record of check-ins goes, and "
        "nothing of what is in it. Whoever has it can show later that nothing up to there was cut off or changed.",
        production=production,
    )
    key = language.say("Signed with the key {key}. It never changes.", key=fingerprint(head.public))
    return Message(text=neutral(language), blocks=[section(what), section(head.line), note(key)])


def proof_rows(proof: Proof) -> Iterator[dict[str, str]]:
    """The table: a row for each performer of each scene and day, and for each person of its closed set. UTC."""
    for scene in proof.scenes:
        common = {
            "date": scene.day.date.isoformat(),
            "shoot_day": scene.day.label,
            "scene": scene.scene,
            "record_head": proof.head,
            "made_by": "operator" if proof.by_operator else "coordinator",
        }
        for performer in scene.performers:
            yield common | {"kind": "performer"} | performer_row(performer)
        for closed_set in scene.closed_sets:
            for row in closed_set_rows(closed_set):
                yield common | row


def proof_table(proof: Proof) -> str:
    """The table as CSV."""
    return csv_table(COLUMNS, proof_rows(proof))


def performer_row(performer: ProofPerformer) -> dict[str, str]:
    """A performer's cells."""
    cells = {
        "name": performer.performer,
        "rider_version": str(performer.rider_version or ""),
        "rider_sent_at": instant(performer.rider_sent_at),
        "call": instant(performer.call),
        "notice": str(performer.notice),
        "asked_at": instant(performer.asked_at),
        "delivered_at": instant(performer.delivered_at),
    }
    if performer.confirmation is not None:
        cells |= {
            "confirmed_at": instant(performer.confirmation.at),
            "confirmed_how": str(performer.confirmation.source),
            "confirmed_version": str(performer.confirmation.rider_version or ""),
            "recorded_by": performer.confirmation.recorded_by,
            "terms_language": performer.confirmation.language,
            "terms_hash": performer.confirmation.terms_hash,
        }
    return cells


def closed_set_rows(closed_set: ProofSet) -> Iterator[dict[str, str]]:
    """The cells of everybody who was cleared, and of everybody who was there without being cleared."""
    for one in closed_set.people:
        yield {
            "kind": "closed_set",
            "name": one.name,
            "access": str(one.access),
            "cleared_by": one.cleared_by,
            "cleared_at": instant(one.cleared_at),
            "entered_at": instant(one.entered_at),
            "left_at": instant(one.left_at or one.removed_at),
        }
    for visit in closed_set.visits:
        yield {
            "kind": "not_cleared",
            "name": visit.name,
            "entered_at": instant(visit.seen_at),
            "left_at": instant(visit.out_at),
        }


def instant(moment: datetime | None) -> str:
    """A moment as programs read it, in UTC; nothing where there is none."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment is not None else ""


def proof_paper(language: Language, proof: Proof) -> Paper:
    """The printable export, in the coordinator's language and the production's time zone."""
    made = language.moment(proof.made_at, proof.zone)
    paper = Paper(
        language,
        proof.production,
        language.say("Check-ins and closed sets. Made {moment} for {name}.", moment=made, name=proof.made_for),
        footer=language.say("{production} · record {head}", production=proof.production, head=proof.head),
    )
    paper.paragraph(
        language.say(
            "This holds confirmations that stand, and no other answer. It is confidential. "
            "“closedset verify --head {head}” shows later that the record behind it is still the same.",
            head=proof.head,
        )
    )
    if proof.by_operator:
        paper.paragraph(language.say("Made at the command line by whoever runs the bot. The coordinators are told."))
    if not proof.scenes:
        paper.paragraph(language.say("Nobody has been asked about a scene yet."))
    for scene in proof.scenes:
        add_scene(language, paper, proof.zone, scene)
    return paper


def add_scene(language: Language, paper: Paper, zone: str, scene: ProofScene) -> None:
    """One page: performers, the AD's words, the closed set."""
    filmed = language.say("Filmed {moment}", moment=language.moment(scene.filmed_at, zone)) if scene.filmed_at else ""
    paper.section(
        language.say("Scene {scene}", scene=scene.scene),
        " · ".join(filter(None, [day_text(language, scene.day), filmed])),
    )
    paper.heading(language.say("Performers"))
    paper.table(
        [
            language.say("Name"),
            language.say("Rider"),
            language.say("Notice"),
            language.say("Asked"),
            language.say("Confirmed"),
        ],
        [performer_cells(language, zone, performer) for performer in scene.performers],
        widths=[3, 3, 2, 3, 4],
    )
    if scene.words:
        paper.heading(language.say("What the ADs read"))
        lines = [[word_text(language, word.word), language.moment(as_of, zone)] for word, as_of in scene.words]
        paper.table([language.say("Word"), language.say("As of")], lines, widths=[3, 2])
    for closed_set in scene.closed_sets:
        add_closed_set(language, paper, zone, closed_set)


def performer_cells(language: Language, zone: str, performer: ProofPerformer) -> list[str]:
    """One performer's row on the page."""
    rider = NOTHING
    if performer.rider_version is not None and performer.rider_sent_at is not None:
        rider = language.say(
            "version {version}, sent {moment}",
            version=performer.rider_version,
            moment=language.moment(performer.rider_sent_at, zone),
        )
    asked = performer.delivered_at or performer.asked_at
    return [
        performer.performer,
        rider,
        f"{notice_text(language, performer.notice)}\n"
        + language.say("Call {moment}", moment=language.moment(performer.call, zone)),
        language.moment(asked, zone) if asked is not None else NOTHING,
        confirmation_text(language, zone, performer.confirmation),
    ]


def confirmation_text(language: Language, zone: str, confirmation: Confirmation | None) -> str:
    """When and how, under which version; a dash where no confirmation stands."""
    if confirmation is None:
        return NOTHING
    parts = [language.moment(confirmation.at, zone), source_text(language, confirmation.source)]
    if confirmation.recorded_by:
        parts.append(language.say("recorded by {name}", name=confirmation.recorded_by))
    if confirmation.rider_version is not None:
        parts.append(language.say("rider version {version}", version=confirmation.rider_version))
    return ", ".join(parts)


def notice_text(language: Language, notice: Notice) -> str:
    """Whether the notice was met."""
    return {
        Notice.MET: language.say("met"),
        Notice.NOT_MET: language.say("not met"),
        Notice.WAIVED: language.say("waived on record"),
        Notice.NOT_IN_FORCE: language.say("rider not in force"),
        Notice.NO_RIDER: language.say("no rider recorded"),
    }[notice]


def add_closed_set(language: Language, paper: Paper, zone: str, closed_set: ProofSet) -> None:
    """Who was cleared and seen in the channel; who came without being cleared."""
    paper.heading(language.say("Closed set"))
    if closed_set.opened_at is not None:
        until = language.moment(closed_set.closed_at, zone) if closed_set.closed_at else NOTHING
        opened = language.moment(closed_set.opened_at, zone)
        paper.paragraph(language.say("Open from {begin} until {end}.", begin=opened, end=until))

    def moment(value: datetime | None) -> str:
        return language.moment(value, zone) if value is not None else NOTHING

    cleared = [
        [
            one.name,
            access_text(language, one.access),
            one.cleared_by or NOTHING,
            moment(one.entered_at),
            moment(one.left_at or one.removed_at),
        ]
        for one in closed_set.people
    ]
    others = [
        [visit.name, language.say("not cleared"), NOTHING, moment(visit.seen_at), moment(visit.out_at)]
        for visit in closed_set.visits
    ]
    paper.table(
        [
            language.say("Name"),
            language.say("Access"),
            language.say("Cleared by"),
            language.say("In the channel"),
            language.say("Out"),
        ],
        [*cleared, *others],
        widths=[3, 2, 3, 3, 3],
    )
