"""What can be said at a question of the self-check instead of an answer: 上一题, 修改, 不清楚, 为什么要问."""

from bot.core.interviews import Interviews
from bot.core.reply import Option, Reply
from bot.core.turn import Scene, Step
from bot.locale import _
from bot.text.paragraph import paragraphs
from eligibility.judging.verdict import NextQuestion


class Detours:
    """Leads back to earlier questions of `interviews`, past the one that is asked, or tells why it is."""

    def __init__(self, interviews: Interviews) -> None:
        self.interviews = interviews

    def unsure(self, scene: Scene) -> Step:
        """The question answered with 不清楚; achievements that were told are kept."""
        check, question = scene.check.unheard, self.interviews.current_question(scene)
        if check.records and question and question.part and _is_of_achievement(question):
            return self.interviews.collect(*self.interviews.achievements.unsure(check, question.part), scene)
        after = self.interviews.interview(check, scene.today).decline()
        return self.interviews.ask(check.answered(after.answers), scene)

    def reason(self, rest: str, scene: Scene) -> Step | None:
        """Why the question is asked; None where none is."""
        if not scene.conversation.is_checking:
            return None
        told = _("Only that is asked on which the outcome may still depend; the answers stay in this conversation.")
        return self.interviews.ask(scene.check, scene, told)

    def back(self, rest: str, scene: Scene) -> Step:
        """The question before; what was being told is forgotten first."""
        check, question = scene.check, self.interviews.current_question(scene)
        if check.records and question and _is_of_achievement(question):
            return self.interviews.ask(check.model_copy(update={"records": None}).unheard, scene)
        if check.heard:
            return self.interviews.ask(check.unheard, scene)
        return self.interviews.ask(check.answered(self.interviews.interview(check, scene.today).back().answers), scene)

    def change(self, rest: str, scene: Scene) -> Step:
        """The earlier answers to choose from, or the question of one of them anew."""
        check = scene.check
        told = {each.fact: each for each in check.given}
        if rest in told:
            after = self.interviews.interview(check, scene.today).change(rest)
            return self.interviews.ask(check.answered(after.answers, after.changing), scene)
        pieces = {key: self.interviews.telling.recap(g for g in check.given if g.fact == key) for key in told}
        rows = tuple((Option(text, f"/change {key}", numbered=True),) for key, text in pieces.items())
        asked = _("Which answer is to be changed?") if rows else _("Nothing was answered yet.")
        return Reply("interview", paragraphs([asked]), rows), scene.conversation


def _is_of_achievement(question: NextQuestion) -> bool:
    """Whether a question is about an achievement that is being told."""
    return (question.part or "").startswith("+.")
