"""The page behind the app's name: for performers, coordinators and ADs each their own part."""

from collections.abc import Mapping
from datetime import time

from slack_sdk.models.blocks import Block

from bot.domain.home import CoordinationHome, HomePage, PerformerHome, PlanHome
from messages.blocks import (
    Button,
    Home,
    Modal,
    buttons,
    divider,
    header,
    note,
    section,
    select_input,
    titled,
    words_input,
)
from messages.checkin import call_line
from messages.door import door_buttons
from messages.duty import duty_text
from messages.help import not_shown, stranger
from messages.hold import hold_button, words_go_line
from messages.language import Language, languages, name_of_language
from messages.notice import notice_blocks
from messages.paging import home_page
from messages.private_notes import own_buttons
from messages.shoot_day import day_blocks
from messages.vocabulary import day_text, turn_to
from messages.who_has_it import who_has_it

AS_IN_SLACK = "slack"


def home(language: Language, page: HomePage, number: int = 0) -> Home:
    """All parts, page by page, and the language it is in; one friendly sentence for somebody who has no part."""
    if not page.known:
        return Home([section(stranger(language).text)])
    blocks: list[Block] = []
    for part in page.parts:
        shown = performer_part(language, part) if isinstance(part, PerformerHome) else plan_part(language, part)
        blocks += [divider(), *shown] if blocks else shown
    blocks = blocks or [section(language.say("There is nothing for you here at the moment."))]
    # On each page, and never pushed off a long one.
    last = [divider(), own_buttons(language), language_button(language), name_button(language)]
    return home_page(language, blocks, last, number)


def not_shown_home(language: Language) -> Home:
    """In the place of a page that Slack did not take."""
    return Home([section(not_shown(language)), own_buttons(language)])


def language_button(language: Language) -> Block:
    """The way to another language."""
    name = name_of_language(language.code)
    return buttons([Button(language.say("Language: {name}", name=name), "language")], block="language")


def name_button(language: Language) -> Block:
    """The way to a name of one's own."""
    return buttons([Button(language.say("Your name"), "own_name")], block="own_name")


def language_modal(language: Language, chosen: str | None) -> Modal:
    """The languages the bot speaks, each by its own name, or Slack's own, which is what None has chosen."""
    known = [(code, name_of_language(code)) for code in languages()]
    choices = [(AS_IN_SLACK, language.say("As in Slack")), *known]
    return Modal(
        title=language.say("Language"),
        callback="language",
        submit=language.say("Save"),
        close=language.say("Close"),
        blocks=[
            select_input("language", language.say("Messages come in"), choices, initial=chosen or AS_IN_SLACK),
            note(
                language.say(
                    "What people write themselves, the terms among it, is not translated by the bot. Commands are "
                    "typed in English."
                )
            ),
        ],
    )


# Performers.


def performer_part(language: Language, own: PerformerHome) -> list[Block]:
    """A performer's days in one production, who has what is with coordination, whom to turn to, how this works.

    Answers stand in the window only.
    """
    blocks: list[Block] = [header(own.notice.production)]
    for day in own.days:
        scenes = ", ".join(language.say("Scene {scene}", scene=scene.scene) for scene in day.scenes)
        blocks.append(titled(day_text(language, day.day), f"{call_line(language, day)}\n{scenes}"))
    if not own.days:
        blocks.append(section(language.say("There is nothing open for you at the moment.")))
    blocks += [
        titled(language.say("Scene {scene}, {day}", scene=one.scene, day=day_text(language, one.day)), held)
        for one in own.answers
        if one.held is not None and (held := who_has_it(language, one.held))
    ]
    blocks.append(buttons([Button(language.say("See or change"), "own_answers")]))
    there = turn_to(language, own.notice.coordinator, own.notice.contact, own.help_line)
    blocks.append(titled(language.say("Whom to turn to"), there))
    return [*blocks, *notice_blocks(language, own.notice)]


# People who plan.


def plan_part(language: Language, plan: PlanHome) -> list[Block]:
    """The next days with the last published words; before them what is the coordination's alone."""
    blocks: list[Block] = [header(plan.production)]
    if plan.coordination is not None:
        blocks += coordination_part(language, plan.production, plan.coordination)
    for day in plan.days:
        blocks += day_blocks(language, day)
        blocks += door_buttons(language, day.closed_sets)
    if not plan.days:
        blocks.append(section(language.say("No shooting day is coming up.")))
    return blocks


# The coordination.


def coordination_part(language: Language, production: str, own: CoordinationHome) -> list[Block]:
    """What is open, who is on duty, and the switches. What an alert is about stands behind its button."""
    switches = duty_switches(language, own)
    blocks: list[Block] = [
        section(duty_text(language, own.duty)),
        buttons(switches, block=f"switches_{own.production_id}"),
        *waiting_blocks(language, own),
        *open_blocks(language, own),
    ]
    if own.words_go is not None:
        blocks.append(section(words_go_line(language, production, own.words_go)))
        blocks.append(hold_button(language, own.production_id))
    return blocks


def waiting_blocks(language: Language, own: CoordinationHome) -> list[Block]:
    """What waits, and since when; after it what somebody has seen and nobody has settled."""
    if not own.waiting and not own.seen:
        return [note(language.say("Nothing is waiting for you."))]
    blocks: list[Block] = []
    for number, raised_at in (*own.waiting, *own.seen):
        hour = language.moment(raised_at, own.zone)
        waits = (number, raised_at) in own.waiting
        line = language.say("There is something for you since {hour}.", hour=hour)
        blocks.append(section(line if waits else language.say("Seen, and not settled since {hour}.", hour=hour)))
        blocks.append(buttons([Button(language.say("Open"), "alert", str(number))], block=f"alert_{number}"))
    return blocks


def open_blocks(language: Language, own: CoordinationHome) -> list[Block]:
    """What is open in which scene, until it is closed: without a name, which stands behind the button."""
    found: list[Block] = []
    for number, one in enumerate(own.open_with):
        hour = language.moment(one.since, own.zone)
        action, value = ("alert", one.alert_id) if one.alert_id is not None else ("record", one.check_in_id)
        found.append(section(language.say("Scene {scene} is with you since {hour}.", scene=one.scene, hour=hour)))
        button = Button(language.say("Open"), action, str(value))
        found.append(buttons([button], block=f"open_{own.production_id}_{number}"))
    return found


def duty_switches(language: Language, own: CoordinationHome) -> list[Button]:
    """The switches of a coordinator or deputy; settings for the coordinator alone."""
    value = str(own.production_id)
    found = [
        Button(language.say("Go off duty"), "home_duty_off", value)
        if own.on_duty
        else Button(language.say("Go on duty"), "home_duty_on", value),
        Button(language.say("Back at my phone"), "home_off_set", value)
        if own.inside
        else Button(language.say("I am on set"), "home_on_set", value),
    ]
    return [*found, Button(language.say("Settings"), "settings", value)] if own.settings else found


def settings_modal(language: Language, production: str, about: str, values: Mapping[str, str | int | time]) -> Modal:
    """The production's times and contacts, for its coordinator."""
    labels = {
        "time_zone": language.say("Time zone"),
        "first_checkin_hours": language.say("First check-in: hours before call"),
        "evening_at": language.say("Evening before: hour of the one reminder"),
        "morning_minutes": language.say("Quiet message of the day: minutes before call"),
        "quiet_from": language.say("Quiet hours from"),
        "quiet_until": language.say("Quiet hours until"),
        "notice_hours": language.say("Notice of a rider: hours before call"),
        "contact": language.say("Somebody besides the coordinator to turn to"),
        "help_line": language.say("Help from outside"),
    }
    optional = ("contact", "help_line")
    return Modal(
        title=language.say("Settings"),
        callback="settings",
        about=about,
        submit=language.say("Save"),
        close=language.say("Close"),
        blocks=[
            titled(production),
            *(
                words_input(name, label, lines=False, optional=name in optional, initial=written(values[name]) or None)
                for name, label in labels.items()
            ),
        ],
    )


def written(value: str | int | time) -> str:
    """A setting as its input has it."""
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)


def number_wrong(language: Language, most: int) -> str:
    """An input takes whole numbers up to a highest one."""
    return language.say("Write a whole number from 0 to {most}, such as 48.", most=most)


def hour_wrong(language: Language) -> str:
    """An input takes a time of day."""
    return language.say("Write a time of day, such as 19:00.")
