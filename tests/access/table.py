"""Who may do what, written out: one letter for each person who may, a dot for each who may not.

Every verb, button and window of the bot stands here; what is missing here fails the tests.
"""

# In the order of the columns: coordinator, deputy on duty, deputy off duty, 1st AD, 2nd AD, the performer concerned,
# another performer, crew, producer, performer who is producer too, performer who is 1st AD too, a stranger, and the
# coordinator of another production.
PEOPLE = {
    "C": "U0MIA",
    "D": "U0DEV",
    "d": "U0DEE",
    "1": "U0ADA",
    "2": "U0SAM",
    "P": "U0OLA",
    "p": "U0JAN",
    "K": "U0KIT",
    "R": "U0PIA",
    "X": "U0PAM",
    "Y": "U0ADI",
    "S": "U0NIX",
    "T": "U0UNA",
}

# A performer who is producer or AD as well has a performer's rights and no other: their interest wins.
COMMANDS = {
    "/checkin": {
        "status": ("", "CDd··Pp··XY··"),
        "day": ("11", "CDd··········"),
        "send": ("{scene} {person} 11", "CDd··········"),
        "record": ("{scene} {person} as agreed 11", "CDd··········"),
        "reopen": ("{scene} 11", "CDd··········"),
        "limits": ("{scene} {person} 11", "CDd··········"),
        "duty": ("", "CDd··········"),
        "export": ("", "C············"),
        "hold": ("", "C············"),
        "mine": ("", "CDd12PpKRXY··"),
        "delete": ("", "CDd12PpKRXY··"),
        "on-set": ("on", "CDd··········"),
    },
    "/shootday": {
        "list": ("", "CDd12········"),
        "move": ("{scene} 12", "CDd12········"),
        "call": ("11 08:00", "CDd12········"),
        "filmed": ("{scene} 11", "CDd12········"),
        "not-filmed": ("{scene} 11", "CDd12········"),
        "wrap": ("11", "CDd12········"),
    },
    "/scene": {
        "list": ("", "CDd12········"),
        "confirm": ("{scene}", "CDd··········"),
        "not-intimate": ("{scene}", "CDd··········"),
        "terms": ("{scene} {person}", "CDd1·········"),
        "about": ("{scene}", "CDd··········"),
        "pages": ("{scene}", "CDd··········"),
        "present": ("{scene} 9", "CDd··········"),
        "cut": ("{scene}", "CDd12········"),
        "restore": ("{scene}", "CDd12········"),
    },
    "/closedset": {
        "list": ("", "CDd12········"),
        "roster": ("{scene}", "CDd12········"),
        "clear": ("{scene} <@U0KIT|kit>", "CDd··········"),
        "remove": ("{scene} {person}", "CDd··········"),
        "swap": ("{scene} {person} <@U0KIT|kit>", "CDd··········"),
        "open": ("{scene}", "CDd··········"),
        "close": ("{scene}", "CDd··········"),
        "plan": ("{scene}", "CDd··········"),
        "release": ("{scene}", "CDd··········"),
        "ask": ("{scene} <@U0KIT|kit>", "CDd12········"),
        "door": ("", "CDd12PpKRXY··"),
    },
}

# What a button is about, and who may tap it. Everybody else reads one sentence, and that is on record.
BUTTONS = {
    "answer_as_agreed": ("check_in", "·····P·······"),
    "answer_not_as_agreed": ("check_in", "·····P·······"),
    "answer_call_me": ("check_in", "·····P·······"),
    "terms": ("check_in", "·····P·······"),
    "alert": ("alert", "CDd··········"),
    "plan_stands": ("alert", "CDd··········"),
    "spoken_in_person": ("alert", "CDd··········"),
    "action_unchanged": ("touch", "CDd··········"),
    "account_same": ("asked", "C············"),
    "account_in_slack": ("asked", "C············"),
    "account_other": ("asked", "C············"),
    "gathered": ("production", "CDd··········"),
    "record": ("check_in_id", "CDd··········"),
    "reopen": ("check_in_id", "CDd··········"),
    "limits": ("check_in_id", "CDd··········"),
    "end_limits": ("check_in_id", "CDd··········"),
    "approve_roster": ("closed_set", "CDd··········"),
    "copy_roster": ("closed_set", "CDd··········"),
    "see_roster": ("closed_set", "CDd··········"),
    "release_hold": ("closed_set", "CDd··········"),
    "clear_person": ("wish", "CDd··········"),
    "close_without_scene": ("closed_set", "CDd··········"),
    "invite_again": ("wish", "CDd··········"),
    "remove_spared": ("spared", "CDd··········"),
    "keep_spared": ("spared", "CDd··········"),
    "home_duty_on": ("production", "CDd··········"),
    "home_duty_off": ("production", "CDd··········"),
    "home_on_set": ("production", "CDd··········"),
    "home_off_set": ("production", "CDd··········"),
    "settings": ("production", "C············"),
    "zone_moves": ("zone", "C············"),
    "change_zone": ("zone", "C············"),
    "hold": ("production", "C············"),
    "door": ("closed_set", "CDd12········"),
    "door_again": ("closed_set", "CDd12········"),
    "door_file": ("closed_set", "CDd12········"),
    "lift_hold": ("hold", "C············"),
}

# What of a rider, a day or a roster is shown by which verb, button or window: that goes on record, with who read it.
# What is one's own is nobody else's matter; words, exports and what is recorded have entries of their own.
READ = {
    "/checkin status": {"C": "day", "P": ""},
    "/checkin day": {"C": "day"},
    "/checkin limits": {"C": "limits"},
    "/shootday list": {"C": "plan", "1": "plan"},
    "/scene list": {"C": "riders", "1": "plan"},
    "/scene terms": {"C": "rider", "1": "rider"},
    "/scene about": {"C": "scene_terms"},
    "/closedset roster": {"C": "roster", "1": "roster"},
    "/closedset plan": {"C": "roster"},
    "/closedset door": {"C": "roster", "1": "roster", "P": ""},
    "limits": {"C": "limits"},
    "see_roster": {"C": "roster"},
    "copy_roster": {"C": "roster"},
    "zone_moves": {"C": "plan"},
    # What moves was never shown with the table's button: it is shown then.
    "change_zone": {"C": "plan"},
    # The roster that the table's button names was never shown: it is shown then.
    "approve_roster": {"C": "roster"},
    "keep_spared": {"C": "roster"},
    # The limits that the table's button ends, or its window changes, were never shown: they are shown then.
    "end_limits": {"C": "limits"},
    "limit_scene": {"C": "limits"},
    "door": {"C": "roster", "1": "roster"},
    "door_file": {"C": "roster", "1": "roster"},
}
# These show something of it as well, and why that is no reading.
NOT_READ = {
    "/checkin send": "who was sent a check-in, by whoever sends it",
    "/closedset list": "how closed sets stand, and nobody on them",
    "door_again": "the same window, as it is by then",
    "rider": "what the sender has just written",
    "scene_about": "what the sender has just written",
}

# These show and change nothing but what is the asker's own, whatever they are made to be about.
OWN_BUTTONS = {
    "own_answers": "check_in",
    "seen": "check_in",
    "nothing_changes": "check_in_id",
    "about_scene": "check_in_id",
    "about_something_else": "check_in_id",
    "release_note": "note",
    "kept": "",
    "kept_page_before": "",
    "kept_page_after": "",
    "kept_file": "",
    "own_notes": "",
    "delete_note": "note",
    "readers": "",
    "language": "",
    "own_name": "",
}

SUBMISSIONS = {
    "change_words": ("answer", "·····P·······", {"words": "and one more thing"}),
    "acknowledge": ("alert", "CDd··········", {}),
    "record_answer": ("check_in_id", "CDd··········", {"answer": "as_agreed", "source": "phone"}),
    "reopen_scene": ("check_in_id", "CDd··········", {}),
    "limit_scene": ("check_in_id", "CDd··········", {"limits": "Less."}),
    "rider": (
        "rider",
        "CDd··········",
        {"agreed": "As written.", "sent": "2026-02-20", "in_force": "yes", "waived": "no"},
    ),
    "presence": ("presence", "CDd··········", {"how": "present"}),
    "scene_about": ("scene", "CDd··········", {"kinds": "kissing"}),
    "settings": ("production", "C············", {}),
    "hold_words": ("production", "C············", {"until": "2026-05-01", "person": "{ola}", "reason": "A claim."}),
}
OWN_SUBMISSIONS = {"language": {"language": "pl"}, "own_name": {"name": "Ola N."}}
