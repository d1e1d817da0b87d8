"""What can be asked once a case was told: the steps, what a verdict rests on, from when on the years suffice."""

from bot.core.conclusion import ways_on
from bot.core.interviews import Interviews
from bot.core.reply import Option, Reply
from bot.core.turn import Check, Scene, Step
from bot.locale import _
from bot.text.paragraph import paragraphs, unfold
from bot.text.verdicts import brief_of, guide_lines, guide_names
from eligibility.judging.evaluation import earliest_round

IN_FULL = "in full"


class Outlook:
    """Tells more of the cases that are told to `interviews`."""

    def __init__(self, interviews: Interviews) -> None:
        self.interviews = interviews

    def sources(self, scene: Scene) -> Step:
        """What of the verdict is folded; all of it once more where nothing is."""
        verdict = self.interviews.verdict(scene.check, scene.today)
        told = paragraphs(brief_of(verdict)) if verdict else ()
        told = unfold(told) or told
        rows = ways_on(verdict) if verdict else ()
        return Reply("interview", told or paragraphs([_("Nothing was quoted.")]), rows), scene.conversation

    def steps(self, rest: str, scene: Scene) -> Step | None:
        """The steps and papers that belong to the verdict, by their names or `in full`; None where there are none."""
        verdict = self.interviews.verdict(scene.check, scene.today)
        whole = paragraphs(guide_lines(verdict)) if verdict else ()
        if verdict is None or not whole:
            return None
        if rest == IN_FULL:
            return Reply("interview", whole, ways_on(verdict)), scene.conversation
        in_full = Option(_("steps and papers in the notice's words"), f"/steps {IN_FULL}")
        return Reply("interview", paragraphs(guide_names(verdict)), ((in_full,), *ways_on(verdict))), scene.conversation

    def earliest(self, rest: str, scene: Scene) -> Step:
        """From when on the years suffice by what was told, and the question that is still open."""
        line = self._earliest_line(scene)
        if scene.check.is_open:
            return self.interviews.ask(scene.check, scene, line)
        ways = (Option(_("change an answer"), "/change"), Option(_("write to the office"), "/mail"))
        return Reply("interview", paragraphs([line]), (ways,)), scene.conversation

    def _earliest_line(self, scene: Scene) -> str:
        """The first round for which the years suffice, or what it takes to count them."""
        told = Check(given=scene.check.told)
        facts = self.interviews.interview(told, scene.today).facts
        if year := earliest_round(self.interviews.rulebook, facts, scene.today):
            return _("Earliest round for which the years of service suffice: {year}").format(year=year)
        return _(
            "That cannot be counted: it takes a committee whose notice is here, your title, its day and your degree."
        )
