"""What the tour says at each of its steps, and from which seats it is best seen."""

from dataclasses import dataclass

from bot.demo.production import ADA, JAN, KIM, MIA, OLA


@dataclass(frozen=True)
class Words:
    """A step's title, what happens in it, and the seats as the page's address writes them."""

    title: str
    text: str
    seats: str


THREE = f"{OLA}:phone:app,{MIA}:phone:app,{ADA}:phone:app"
WORDS = {
    "import": Words(
        "A new schedule comes in",
        "Sam, the 2nd AD, imports tonight’s one-liner. Scene 37 has moved, 61 is new and looks intimate: the bot "
        "proposes, and Mia, the coordinator, reads why. Only she can confirm it, with /scene.",
        THREE,
    ),
    "check-in": Words(
        "72 hours before call",
        "Monday, 10:00. Ola and Jan are each asked in private about Thursday, with what they agreed to one tap away. "
        "Look at their locked phones: the notification gives nothing away.",
        f"{OLA}:phone:app,{JAN}:phone:app,{MIA}:phone:app",
    ),
    "confirm": Words(
        "Both confirm",
        "A tap per scene, the same receipt for every answer. At the next quarter hour Ada, the 1st AD, reads Ready: "
        "the scene’s word, and nothing else.",
        THREE,
    ),
    "change": Words(
        "The evening before, 22:10",
        "Ola has thought again. The tap is the change; words are for Mia alone, and may stay empty. Mia’s alert names "
        "nobody until she opens it.",
        THREE,
    ),
    "word": Words(
        "What the AD learns",
        "At the next quarter hour Ada reads “With coordinator”: not who, not why, not even that it was a change. Mia "
        "opens her alert and says she has seen it; behind her receipt Ola finds who has it.",
        THREE,
    ),
    "closed-set": Words(
        "The closed set",
        "Thursday morning. Mia clears Kim, the camera operator, and opens the channel of scene 42A for exactly the "
        "people on her list. Kim adds Ben, who is not on it: he is out again within seconds, and Mia is told.",
        f"{KIM}:phone:newest,{MIA}:phone:app,channel:desktop:newest",
    ),
}
