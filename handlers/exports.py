"""/checkin export: what can be proved of a production, as a file for its coordinator alone."""

from bot.domain.refusals import RecordOfAnother
from bot.privacy.private_files import PrivateFile
from bot.proof.export import proof_of
from bot.transaction import Transaction
from handlers.commands import CommandContext
from handlers.replies import NotPossible, Reply
from messages.private_file import file_lost_modal, file_modal, write_again
from messages.proof import proof_paper, proof_table, record_of_another_text
from messages.vocabulary import neutral


async def export(transaction: Transaction, context: CommandContext) -> Reply:
    """Pages to print, the table inside them; encrypted, the passphrase in the window that opens and nowhere else."""
    tongue = context.language
    try:
        proof = await proof_of(transaction, context.production, context.actor.person)
    except RecordOfAnother:
        raise NotPossible(record_of_another_text(tongue)) from None

    def build(passphrase: str) -> bytes:
        paper = proof_paper(tongue, proof)
        paper.attach("table.csv", proof_table(proof).encode("utf-8-sig"))
        return paper.pdf(passphrase)

    file, again = PrivateFile(build, neutral(tongue)), write_again(tongue)
    return Reply(modal=file_modal(tongue, file.passphrase, again), file=file, lost=file_lost_modal(tongue, again))
