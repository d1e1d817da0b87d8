"""The rules of the self-check as a door loads them: what cannot be read is said, and the rest judge."""

from bot.locale import _
from bot.showing import Say
from eligibility.rulebook.loading import load_rulebook
from eligibility.rulebook.rulebook import Rulebook


def readable_rules(say: Say) -> Rulebook:
    """The rules that can be read; `say` hears in one line of each file that cannot."""
    rulebook = load_rulebook(is_strict=False)
    for notice, why in rulebook.left_out.items():
        say(
            _("The self-check does without the rules of {notice} until they are mended ({why}).").format(
                notice=notice, why=why
            )
        )
    return rulebook
