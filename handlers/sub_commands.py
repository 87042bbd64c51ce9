"""The sub-commands of each slash command: what is typed, who may, what it does, and who takes it."""

from bot.domain.roles import COORDINATION, Role
from handlers import by_hand, door, rosters
from handlers.checkins import day, status
from handlers.closed_sets import PLAN, close_set, list_closed_sets, open_set, show_plan
from handlers.commands import EVERYONE, Command, Verb
from handlers.duty import duty, on_set
from handlers.exports import export
from handlers.holds import hold
from handlers.personal_data import delete, mine
from handlers.scenes import confirm, cut, list_scenes, not_intimate, open_presence, pages, restore
from handlers.shoot_days import PLANNERS, call, filmed, list_days, move, not_filmed, wrap
from handlers.terms import open_about, write_terms

CHECKIN = Command(
    "/checkin",
    [
        Verb(
            "status",
            (Role.PERFORMER, *COORDINATION),
            status,
            "status",
            "Your own answers in all your productions; for coordinators, where the next intimate day stands.",
            everywhere=(Role.PERFORMER,),
        ),
        Verb("day", COORDINATION, day, "day [DAY]", "Who stands where on a day, such as: day 11, or day tomorrow."),
        Verb(
            "send",
            COORDINATION,
            by_hand.send_now,
            "send SCENE [@person] [DAY]",
            "Send the check-in now, and the only way to ask a double, such as: send 42pt1 @ola 11.",
        ),
        Verb(
            "record",
            COORDINATION,
            by_hand.record,
            "record SCENE @person [as agreed | not as agreed] [in person | by phone] [DAY]",
            "Record what somebody told you, such as: record 42pt1 @ola as agreed by phone. "
            "Without Slack a name does: record 42pt1 Jan.",
        ),
        Verb(
            "reopen",
            COORDINATION,
            by_hand.reopen,
            "reopen SCENE [DAY]",
            "Ask everyone in a scene again, nothing agreed having changed, such as: reopen 42pt1.",
        ),
        Verb(
            "limits",
            COORDINATION,
            by_hand.limits,
            "limits SCENE [@person] [DAY]",
            "Record limits agreed with somebody, inside the rider, and ask again, such as: limits 42pt1 @ola.",
        ),
        Verb(
            "duty",
            COORDINATION,
            duty,
            "duty [on | off | handover] [@person] [until HH:MM]",
            "Who is on duty, or a change of it, such as: duty on until 22:00, duty handover @dev.",
        ),
        Verb(
            "export",
            (Role.COORDINATOR,),
            export,
            "export",
            "What can be proved of the production, as a file for you alone.",
        ),
        Verb(
            "hold",
            (Role.COORDINATOR,),
            hold,
            "hold",
            "A legal hold on somebody’s notes, or its end: a window opens.",
        ),
        Verb(
            "mine",
            EVERYONE,
            mine,
            "mine",
            "What is kept about you, shown to you alone, also as a file.",
            everywhere=EVERYONE,
        ),
        Verb(
            "delete",
            EVERYONE,
            delete,
            "delete",
            "Your own notes, each with a button that deletes it.",
            everywhere=EVERYONE,
        ),
        Verb(
            "on-set",
            COORDINATION,
            on_set,
            "on-set on | off",
            "You are inside a closed set without a phone, such as: on-set on.",
        ),
    ],
)


CLOSEDSET = Command(
    "/closedset",
    [
        Verb("list", PLAN, list_closed_sets, "list", "How each closed set stands"),
        Verb(
            "roster", PLAN, rosters.show_roster, "roster 42pt1", "Who is on the list; the coordinator approves it here"
        ),
        Verb(
            "clear", COORDINATION, rosters.clear, "clear 42pt1 @ben monitor boom operator", "Put somebody on the list"
        ),
        Verb("remove", COORDINATION, rosters.remove, "remove 42pt1 @ben", "Take somebody off the list"),
        Verb(
            "swap", COORDINATION, rosters.swap, "swap 42pt1 @ben @kim", "One for another; the first is taken out before"
        ),
        Verb("open", COORDINATION, open_set, "open 42pt1", "Approve the list and open the channel now"),
        Verb("close", COORDINATION, close_set, "close 42pt1", "Empty and archive the channel after wrap"),
        Verb("plan", COORDINATION, show_plan, "plan 42pt1", "What the bot would do with the channel next"),
        Verb("release", COORDINATION, rosters.release, "release 42pt1", "End a hold"),
        Verb("ask", PLAN, rosters.ask_coordinator, "ask 42pt1 @kim set @ben", "Ask for @kim, here instead of @ben"),
        Verb(
            "door",
            EVERYONE,
            door.show_doors,
            "door",
            "Who is on the list; for crew and performers, where they are on one",
        ),
    ],
)


SCENE = Command(
    "/scene",
    [
        Verb(
            "list", PLANNERS, list_scenes, "list", "The scenes that are intimate or proposed as such, with their days."
        ),
        Verb(
            "confirm",
            COORDINATION,
            confirm,
            "confirm SCENE[, SCENE…]",
            "These scenes are intimate and their performers are asked, such as: confirm 42pt1, 42A.",
        ),
        Verb(
            "not-intimate",
            COORDINATION,
            not_intimate,
            "not-intimate SCENE[, SCENE…]",
            "These scenes are not intimate and nobody is asked, such as: not-intimate 44.",
        ),
        Verb(
            "terms",
            (*COORDINATION, Role.FIRST_AD),
            write_terms,
            "terms SCENE @person",
            "What was agreed with a performer for a scene, such as: terms 42pt1 @ola.",
        ),
        Verb(
            "about",
            COORDINATION,
            open_about,
            "about SCENE",
            "What a scene is made of, for everybody in it to read, such as: about 42pt1.",
        ),
        Verb(
            "pages",
            COORDINATION,
            pages,
            "pages SCENE",
            "New pages changed the action and everyone confirms again, such as: pages 42pt1.",
        ),
        Verb(
            "present",
            COORDINATION,
            open_presence,
            "present SCENE CAST-ID",
            "Somebody nobody is named for, or a group, is there and not in the action, such as: present 42pt1 30.",
        ),
        Verb(
            "cut",
            PLANNERS,
            cut,
            "cut SCENE",
            "A scene is cut from the film, such as: cut 42A.",
        ),
        Verb("restore", PLANNERS, restore, "restore SCENE", "A scene that was cut is back, such as: restore 42A."),
    ],
)


SHOOTDAY = Command(
    "/shootday",
    [
        Verb("list", PLANNERS, list_days, "list", "The coming days: calls, intimate scenes and the last word on each."),
        Verb(
            "move",
            PLANNERS,
            move,
            "move SCENE DAY [from DAY]",
            "A scene goes to another day, such as: move 42pt1 12, or move 42pt1 18 March from 11.",
        ),
        Verb(
            "call",
            PLANNERS,
            call,
            "call DAY HH:MM [@person | UNIT]",
            "A call moves, such as: call 11 07:30 @ola; past midnight of a night shoot it is 25:30 or +1 01:30.",
        ),
        Verb("filmed", PLANNERS, filmed, "filmed SCENE [DAY]", "A scene is done for the day, such as: filmed 42pt1."),
        Verb(
            "not-filmed",
            PLANNERS,
            not_filmed,
            "not-filmed SCENE [DAY]",
            "It was marked as filmed by mistake, such as: not-filmed 42pt1.",
        ),
        Verb("wrap", PLANNERS, wrap, "wrap [DAY]", "The day is over and its closed sets close, such as: wrap 11."),
    ],
)
