"""What coordinators write of what was agreed: a performer's rider and its translation, what a scene is made of."""

from collections.abc import Collection, Sequence

from slack_sdk.models.blocks import Block

from bot.domain.coordination import RiderForm, SceneForm
from bot.domain.refusals import RiderReason
from bot.domain.terms import Kind, MadeOf, stunts_covered
from messages.blocks import (
    Modal,
    choice_input,
    day_input,
    divider,
    hour_input,
    note,
    section,
    select_input,
    several_input,
    titled,
    words_input,
)
from messages.language import Language, languages, name_of_language
from messages.lost import lost_blocks
from messages.terms import detail_labels, kind_text, scene_labels

YES, NO = "yes", "no"
# Languages to offer for a translation, whether or not the bot speaks them.
OFTEN = ("cs", "de", "en", "es", "fr", "it", "pl", "pt", "uk")
IN_ONE_LINE = ("crew", "stunt_coordinator")


def rider_modal(language: Language, about: str, form: RiderForm) -> Modal:
    """What was agreed with a performer for a scene, for the coordinator to write or bring up to date."""
    return Modal(
        title=language.say("What was agreed"),
        callback="rider",
        about=about,
        submit=language.say("Save"),
        close=language.say("Close"),
        blocks=[
            titled(language.say("Scene {scene}", scene=form.scene), form.performer),
            section(rider_version_line(language, form)),
            *lost_blocks(language, form),
            words_input("agreed", language.say("What was agreed"), initial=form.wording.text or None),
            *detail_inputs(language, form),
            *document_inputs(language, form),
            *force_inputs(language, form),
            divider(),
            *translation_inputs(language, form),
            note(
                language.say(
                    "The contract stays where it is: the bot only keeps these words for the performer to read."
                )
            ),
        ],
    )


def rider_version_line(language: Language, form: RiderForm) -> str:
    """Which version is recorded, and what saving does."""
    if form.version is None:
        return language.say("No rider is recorded yet. Saving makes version 1.")
    line = language.say(
        "Version {version} is recorded. Saving other words makes version {next}, and {name} is asked again.",
        version=form.version,
        next=form.version + 1,
        name=form.performer,
    )
    return line + (" " + language.say("Its notice was waived.") if form.notice_waived else "")


def detail_inputs(language: Language, form: RiderForm) -> list[Block]:
    """The parts of a rider beside its text; each may stay empty."""
    return [
        words_input(name, label, optional=True, initial=getattr(form.wording.details, name) or None)
        for name, label in detail_labels(language).items()
    ]


def document_inputs(language: Language, form: RiderForm) -> list[Block]:
    """Where the contract is, and when it went to the performer."""
    document = language.say("Document: its name or a link")
    return [
        words_input("document", document, lines=False, optional=True, initial=form.document or None),
        day_input("sent", language.say("Sent to the performer on"), form.sent_on),
        hour_input(
            "hour", language.say("At"), optional=True, hint=language.say("Left empty, the end of that day counts.")
        ),
    ]


def force_inputs(language: Language, form: RiderForm) -> list[Block]:
    """Whether it holds, and whether its notice was waived."""
    return [
        choice_input(
            "in_force",
            language.say("Signed and in force"),
            [(YES, language.say("Yes")), (NO, language.say("Not yet"))],
            initial=YES if form.in_force else NO,
        ),
        choice_input(
            "waived",
            language.say("Notice waived by the performer, in writing"),
            [(NO, language.say("No")), (YES, language.say("Yes"))],
            initial=NO,
        ),
    ]


def translation_inputs(language: Language, form: RiderForm) -> list[Block]:
    """A translation that a person has made, into the performer's language first of all."""
    there = ", ".join(name_of_language(code) for code in form.translations)
    hint = language.say("Translated so far: {languages}.", languages=there) if there else None
    codes = dict.fromkeys([form.language, *form.translations, *languages(), *OFTEN])
    choices = [(code, name_of_language(code)) for code in codes if code != form.written_in]
    wanted = form.language if form.language != form.written_in else None
    known = form.translations.get(form.language)
    label = language.say("The same in the performer’s language, translated by a person")
    return [
        select_input("language", language.say("Language of the translation"), choices, optional=True, initial=wanted),
        words_input("translation", label, optional=True, initial=known.text if known else None, hint=hint),
    ]


def unfit_texts(language: Language, reasons: Collection[RiderReason]) -> dict[str, str]:
    """What a person has to put right in the rider's window, by input."""
    errors = {}
    if RiderReason.SENT_AHEAD in reasons:
        errors["sent"] = language.say("This lies in the future: write when it was sent, such as today.")
    if RiderReason.LANGUAGE_MISSING in reasons:
        errors["language"] = language.say("Say which language the translation is in.")
    return errors


def rider_saved_modal(language: Language, form: RiderForm) -> Modal:
    """Which version is recorded now, and whether the performer can read it in their language."""
    lines = [language.say("Saved.")]
    if form.language != form.written_in and form.language not in form.translations:
        text = language.say(
            "{name} reads in another language and this version is not translated: your call is offered first.",
            name=form.performer,
        )
        lines.append(text)
    version = language.say("{name}: rider version {version}", name=form.performer, version=form.version)
    return saved_modal(language, form.scene, version, lines)


def saved_modal(language: Language, scene: str, what: str, lines: Sequence[str]) -> Modal:
    """What is recorded now."""
    return Modal(
        title=language.say("What was agreed"),
        close=language.say("Close"),
        blocks=[titled(language.say("Scene {scene}", scene=scene), what), *(section(line) for line in lines)],
    )


def scene_modal(language: Language, about: str, form: SceneForm) -> Modal:
    """What a scene is made of, for the coordinator to write or bring up to date."""
    if form.version is None:
        version = language.say("Nothing is recorded yet. Everybody in the scene can read what you write here.")
    else:
        version = language.say(
            "Version {version} is recorded. Saving something else makes version {next}, and everybody in the scene who "
            "was asked is asked again.",
            version=form.version,
            next=form.version + 1,
        )
    kinds = [(kind.value, kind_text(language, kind)) for kind in Kind]
    words = form.made_of.words()
    return Modal(
        title=language.say("The scene"),
        callback="scene_about",
        about=about,
        submit=language.say("Save"),
        close=language.say("Close"),
        blocks=[
            titled(language.say("Scene {scene}", scene=form.scene)),
            section(version),
            *lost_blocks(language, form),
            several_input("kinds", language.say("The scene has"), kinds, initial=[str(k) for k in form.made_of.kinds]),
            *(
                words_input(name, label, optional=True, lines=name not in IN_ONE_LINE, initial=words[name] or None)
                for name, label in scene_labels(language).items()
            ),
            note(
                language.say(
                    "Simulated sexual violence needs a stunt coordinator besides you: until one is named, the scene "
                    "is not Ready."
                )
            ),
        ],
    )


def scene_saved_modal(language: Language, form: SceneForm) -> Modal:
    """Which version of the scene is recorded now, and what it still needs."""
    lines = [language.say("Saved.")]
    if not named(form.made_of):
        lines.append(language.say("The scene needs a named stunt coordinator before it can be Ready."))
    what = language.say("What the scene is made of, version {version}", version=form.version)
    return saved_modal(language, form.scene, what, lines)


def named(made: MadeOf) -> bool:
    """Whether the stunt coordinator the scene needs is named."""
    return stunts_covered(made.kinds, made.stunt_coordinator)
