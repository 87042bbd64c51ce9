"""Words in a schedule that suggest an intimate scene. They only ever propose; a coordinator decides.

No category of a standard schedule marks intimacy: it stands in notes, banners, labour and comments, in the language of
the production. The lists are in English, Polish, German, French and Spanish, without accents, of whole words.
"""

import re

from bot.parsing.reading import clean, folded, plain_hyphens

_ENGLISH = (
    r"intimacy(?: co-?ordinator)?|intimate|hyper-?exposed|ic(?! ?\d| train)|i\.c\.",
    r"closed[ -]?set|set (?:is )?closed|nudity riders?|modesty(?: garments?| barriers?)?|merkins?|pasties|body double",
    r"(?:semi-?|partial(?:ly)? |full )?(?:nudity|nudes?|naked)|topless|bottomless",
    r"undressed?|undresses|undressing|disrobe[sd]?|disrobing|bare-chested",
    r"bare(?:s|d)? (?:her |his |their )?(?:chest(?:ed)?|breasts?|bottom|buttocks|bum|skin|torso)",
    r"sim(?:\.|ulated)? sex|simulated|sex|sexual(?:ly)?|foreplay|orgasms?|masturbat(?:e|es|ed|ing|ion)|rape[sd]?",
    r"kiss(?:es|ed|ing)?|mak(?:e|es|ing) out|made out|caress(?:es|ed|ing)?|fondl(?:e|es|ed|ing)",
    r"grop(?:e|es|ed|ing)|seduc(?:e|es|ed|ing|tion)|sensual(?:ly)?|lingerie",
    r"love[ -]?scenes?|love-?making|mak(?:e|es|ing) love|made love|bed scenes?|in bed (?:together|with)",
    r"one[ -]night stand|strip-?tease|strips? (?:off|down|naked)|lap[ -]?dances?|pole[ -]?dances?",
    r"(?<!meteor )(?<!baby )(?<!bridal )(?<!rain )(?<!snow )shower(?:s|ed|ing)?(?! of| curtain)",
    r"bath(?:es|ing|tub)|skinny[ -]?dip(?:s|ping)?|medical exam(?:ination)?|gyna?ecolog(?:ist|ical)",
    r"(?<!date of )(?<!place of )birth(?! certificate| name)|childbirth|breast-?feed(?:s|ing)?",
)
_POLISH = (
    r"intymn\w*|(?:plan zamkniety|zamkniety (?:plan|set)|set zamkniety)",
    r"nagosc\w*|nago|nag[aio]|nagie|nagich|nagim|nagiej|nadzy|polnag\w*|rozbier\w*|rozebran\w*|obnaz\w*",
    r"pocalun\w*|pocalowa\w*|caluj\w*|calowa\w*|scen\w* milosn\w*|scen\w* lozkow\w*|kochaj\w* sie",
    r"seks|seksu|seksem|seksie|seksualn\w*|symulowan\w*|gwalt\w*",
    r"prysznic\w*|kapiel\w*|kapie sie|porod\w*|badani\w* lekarsk\w*|striptiz\w*",
)
_GERMAN = (
    r"intim(?:e[mnrs]?|itat\w*|koordinat\w*|szene\w*)?|(?:geschlossenes|closed) set",
    r"nackt\w*|halbnackt\w*|oben ohne|entkleid\w*|zieh\w* sich aus|auszieh(?:en|t)",
    r"kuss|kusse[ns]?|kussen\w*|kusst\w*|liebesszene\w*|bettszene\w*|sexszene\w*|sexuell\w*|simuliert\w*|vergewaltig\w*",
    r"dusche[nt]?|duscht|geburt|entbindung",
)
_FRENCH = (
    r"intimes?|intimite|plateau (?:ferme|restreint|reduit)|coordinat(?:eur|rice) d'intimite",
    r"nudite|(?<!oeil )(?<!mise a )(?<!im )nu|(?<!tete )nue|(?<!pieds )nus|nues|denude\w*|deshabill\w*|seins nus",
    r"baisers?|s'embrass\w*|embrass\w*|scenes? d'amour|scenes? de lit|(?:font|faire) l'amour",
    r"sexe|sexuel\w*|simulee?s?|viol",
    r"douche[rs]?|accouche\w*|(?<!date de )(?<!acte de )(?<!lieu de )naissance",
)
_SPANISH = (
    r"intim[oa]s?|intimidad|(?:set|plato) cerrado",
    r"desnud\w*|desviste\w*|se quita la ropa|besos?|besa[nr]?|besarse|besandose",
    r"escenas? de (?:amor|cama)|hacen? el amor",
    r"sexo|sexual(?:es)?|simulad[oa]s?|violacion",
    r"duchas?|ducha[nr]|ducharse|parto|dan? a luz|dar a luz|(?<!fecha de )nacimiento",
)
_WORD = re.compile(r"(?<!\w)(?:" + "|".join(_ENGLISH + _POLISH + _GERMAN + _FRENCH + _SPANISH) + r")(?!\w)")


def intimacy_hints(*texts: str) -> tuple[str, ...]:
    """The words of the texts that suggest intimacy, as written, each once, in their order; () where there are none."""
    found: dict[str, str] = {}
    for text in texts:
        for word in _words(plain_hyphens(clean(text))):
            found.setdefault(folded(word), word)
    return tuple(found.values())


def _words(text: str) -> list[str]:
    # Folding may lengthen a text ("ß" is two letters), so each folded letter remembers where it came from.
    letters = [(letter, place) for place, character in enumerate(text) for letter in folded(character)]
    comparable = "".join(letter for letter, _ in letters)
    return [text[letters[match.start()][1] : letters[match.end() - 1][1] + 1] for match in _WORD.finditer(comparable)]
