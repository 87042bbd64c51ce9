"""Whether a performer has answered, whatever it was: what goes into their conversation hangs on this and no more.

A standing tells a yes from a no. Messages that came by it, or did not, would tell whoever reads the conversation later.
"""

from collections.abc import Sequence

from bot.domain.standing import CHANGES, AnswerKind
from bot.transaction import Transaction
from storage import answers, revisions
from storage.answers import Answer
from storage.check_ins import CheckIn

TAPPED = (AnswerKind.AS_AGREED, *CHANGES)


async def has_answered(transaction: Transaction, check_in: CheckIn) -> bool:
    """Whether something was answered to what they were last told of, or typed and not yet said to change nothing.

    That closing a matter let their own confirmation lapse does not count: a reminder would tell that there was one. The
    coordinator speaks with them instead.

    After everybody of a scene was asked again with one message, an answer from before it counts for nobody here,
    whether or not their confirmation still holds: who is reminded must not tell whose did not.
    """
    asked_again = await revisions.find_asked_again(transaction.session, check_in.scene_id)
    said = [
        one for one in await answers.list_to(transaction.session, check_in.number) if one.after_revision >= asked_again
    ]
    place = (check_in.scene_id, check_in.shoot_day_id, check_in.person_id)
    return answers_revision(said, await revisions.find_told(transaction.session, *place))


def answers_revision(said: Sequence[Answer], revision: int) -> bool:
    """Whether some answers, in the order of recording, are about a revision or a later one."""
    tapped = any(one.kind in TAPPED and one.shown_revision >= revision for one in said)
    words = [one for one in said if one.kind in (AnswerKind.TYPED, AnswerKind.NOTHING_CHANGES)]
    waiting = bool(words) and words[-1].kind is AnswerKind.TYPED and words[-1].shown_revision >= revision
    return tapped or waiting


async def unanswered(transaction: Transaction, rows: Sequence[CheckIn]) -> list[CheckIn]:
    """Those of some check-ins to which nothing was answered since they were asked last."""
    return [row for row in rows if not await has_answered(transaction, row)]


async def has_ever_answered(transaction: Transaction, check_in: CheckIn) -> bool:
    """Whether anything was ever answered to a check-in, be it about what no longer holds."""
    return bool(await answers.list_to(transaction.session, check_in.number))
