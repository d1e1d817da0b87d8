"""The self-check in a conversation: one question at a time, its answers tapped or typed, and the verdict at the end."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cached_property, lru_cache

from bot.core.achievements import Achievements
from bot.core.conclusion import committee, conclusion
from bot.core.fact_words import FactWords
from bot.core.reply import Option, Reply, Rows
from bot.core.turn import Check, Scene, Step
from bot.deadline import no_deadline
from bot.locale import N_, _, fact_text, listing
from bot.text.paragraph import Paragraph, paragraphs
from bot.text.verdicts import question_lines
from eligibility.errors import FactError, RuleError
from eligibility.interview.given import Given, given_in
from eligibility.interview.interview import Interview
from eligibility.interview.speech import load_speech
from eligibility.interview.titles import read_titles
from eligibility.interview.told_facts import read_facts
from eligibility.judging.evaluation import earliest_round
from eligibility.judging.verdict import NextQuestion, Verdict
from eligibility.rulebook.facts import DECLINED
from eligibility.rulebook.rulebook import Rulebook
from knowledge.asked import Asked
from knowledge.value import replace

NOT_UNDERSTOOD = N_("“{text}” was not understood. {allowed}")
UNDERSTOOD = N_("I understood: {text}. Is that right?")
HINTED = N_("By what you said it may be {names}; if it is another one, type it.")
FORGOTTEN = N_("Then that does not count. Say it once more, or answer one by one.")
DOUBT = N_("{level}: do you hold it, or do you want to apply for it?")
COUNTED = {"title", "degree", "level"}  # facts on which the years of service depend
REMEMBERED = 256  # interviews: the first questions are the same for many people


class Interviews:
    """Leads the self-checks of conversations; the rules are loaded when the first one begins."""

    def __init__(self, load: Callable[[], Rulebook]) -> None:
        self.load = load
        self.recent = lru_cache(REMEMBERED)(self.restore)
        self.told = lru_cache(REMEMBERED)(self._given_by)

    @cached_property
    def rules(self) -> Rulebook | RuleError:
        """The rules, or why there are none; found out once, since reading them takes long."""
        try:
            with no_deadline():
                return self.load()
        except RuleError as error:
            return error

    @property
    def rulebook(self) -> Rulebook:
        """The rules."""
        if isinstance(self.rules, RuleError):
            raise self.rules
        return self.rules

    @property
    def is_possible(self) -> bool:
        """Whether there are rules to go by."""
        return not isinstance(self.rules, RuleError)

    @cached_property
    def telling(self) -> FactWords:
        """Facts in words."""
        return FactWords(self.rulebook.factsheet)

    @cached_property
    def achievements(self) -> Achievements:
        """The questions about achievements."""
        return Achievements(self.rulebook.factsheet)

    def interview(self, check: Check, today: date) -> Interview:
        """The interview as it stands; what it found out is remembered while it is being talked about."""
        return self.recent(check.model_dump_json(include={"given", "changing"}), today)

    def restore(self, kept: str, today: date) -> Interview:
        """An interview out of what is kept; begun anew where its answers are none any more (rules change overnight)."""
        check = Check.model_validate_json(kept)
        try:
            return self._interview_of(check, today).check()
        except FactError:
            return Interview(self.rulebook, today)

    def _interview_of(self, check: Check, today: date) -> Interview:
        """The interview with these answers, read or not."""
        return Interview(self.rulebook, today, check.given, check.changing)

    def verdict(self, check: Check, today: date) -> Verdict | None:
        """The verdict of a self-check that is over; None while there is something left to ask."""
        interview = self.interview(check, today)
        return None if self.question(check, interview) else interview.conclusion

    def begin(self, rest: str, scene: Scene) -> Step:
        """A self-check from the start, or the offer to go on with one that was left."""
        check = scene.conversation.check
        if check and check.is_open and check.is_told and not rest:
            return self.ask(check, scene)
        if check and check.given and not rest:
            return self.offer(scene)
        if check and rest == "on":
            return self.ask(check.model_copy(update={"is_open": True, "aim": "verdict"}), scene)
        if rest not in ("", "on", "new"):
            return self.prefill(rest, scene)
        intro = _("Self-check: only what matters is asked. You may also say who you are in one sentence.")
        return self.ask(Check(), scene, intro)

    def place(self, rest: str, scene: Scene) -> Step:
        """The short way to the committee that takes the case: only what places it is asked."""
        told = self.told("" if scene.turn.text.startswith("/") else scene.turn.text, scene.today)
        check = scene.check.answered(scene.check.given).model_copy(update={"aim": "committee", "heard": told})
        return self.ask(check, scene, _("Which committee takes your papers: only what decides it is asked."))

    def in_words(self, check: Check) -> dict[str, str]:
        """What was told of a case in words, by the fact; nothing where there are no rules to read it by."""
        told = [each for each in check.told if isinstance(each.value, str) and each.value != DECLINED]
        return {each.fact: self.telling.value_in_words(each) for each in told} if told and self.is_possible else {}

    def offer(self, scene: Scene) -> Step:
        """Go on, or start anew."""
        choices = (Option(_("go on"), "/check on", numbered=True), Option(_("start anew"), "/check new", numbered=True))
        asked = _("There is a self-check that you began. Go on with it?")
        return Reply("interview", paragraphs([asked]), (choices,)), scene.conversation

    def _given_by(self, text: str, today: date) -> tuple[Given, ...]:
        """The answers that a text gives by itself; `told` remembers the latest."""
        return given_in(read_facts(text, self.rulebook.factsheet, today))

    def doubt(self, text: str, today: date) -> str | None:
        """A level that a text names without saying whether it is held or aimed at."""
        return read_titles(text, self.rulebook.factsheet, today).doubt

    def prefill(self, text: str, scene: Scene) -> Step:
        """A self-check begun with what a sentence, and the question before it, say of a case."""
        heard = Check(heard=self._told_before(text, scene)).heard_with(self.told(text, scene.today))
        intro = _("Whether you may apply is what the self-check finds out; it asks only what matters.")
        told = scene.conversation.asking(Asked(text), scene.conversation.asked, tells=True)
        records = self.achievements.told(text, scene.today)
        check = Check(heard=heard, doubt=self.doubt(text, scene.today), records=records or None)
        return self.ask(check, scene.model_copy(update={"conversation": told}), intro)

    def _told_before(self, text: str, scene: Scene) -> tuple[Given, ...]:
        """What the last question and the case in force tell, each by itself; of somebody else the level asked about."""
        asked = scene.conversation.asked
        case = Check(heard=self.told(asked.case, scene.today))
        told = case.heard_with(self.told(asked.text, scene.today))
        is_of_another = load_speech().is_of_another(text, asked.whole)
        return tuple(each for each in told if each.fact == "level" or not is_of_another)

    def ask(self, check: Check, scene: Scene, *before: str) -> Step:
        """What is to be asked now, or the conclusion; `before` are lines that stand above it."""
        if check.heard:
            rows: Rows = ((Option(_("yes"), "/yes", numbered=True), Option(_("no"), "/no", numbered=True)),)
            asked = _(UNDERSTOOD).format(text=self.telling.recap(check.heard))
            return self.asking("confirm", [*before, asked], rows, check, scene)
        if check.doubt:
            return self.ask_level(check.doubt, check, scene, *before)
        interview = self.interview(check, scene.today)
        question = self.question(check, interview)
        if question is None:
            return self._conclude(check, interview, scene, *before)
        series = interview.raw.get("series")
        rows = self.telling.rows(question, series)
        lines = [*before, *question_lines(question, with_choices=False)]
        told = scene.conversation.question if scene.conversation.tells else ""
        if hinted := tuple((option,) for option in self.telling.hinted(question, told, series)):
            rows, names = hinted, listing(row[0].label for row in hinted)
            lines.append(_(HINTED).format(names=names))
        return self.asking(question.fact, lines, rows, check, scene)

    def ask_level(self, level: str, check: Check, scene: Scene, *before: str) -> Step:
        """Whether a level is held or aimed at."""
        name = fact_text(self.telling.sheet["level"].label_of(level))
        held, aimed = (
            Option(_("I hold it"), "/level held", True),
            Option(_("I want to apply for it"), "/level aimed", True),
        )
        return self.asking("level", [*before, _(DOUBT).format(level=name)], ((aimed,), (held,)), check, scene)

    def asking(self, fact: str, lines: Iterable[str | Paragraph], rows: Rows, check: Check, scene: Scene) -> Step:
        """A question of the self-check with its choices."""
        reply = Reply("interview", paragraphs(lines), (*rows, self.ways(check)), facets=check.facets, asks=fact)
        return reply, scene.conversation.checking(check)

    def level(self, rest: str, scene: Scene) -> Step | None:
        """A level that was in doubt, told to be held or aimed at; None where none is."""
        level = scene.check.doubt
        if level is None or rest not in ("held", "aimed"):
            return None
        told = Given(fact="title", part="level", value=level) if rest == "held" else Given(fact="level", value=level)
        return self.tell((told,), scene.check.model_copy(update={"doubt": None}), scene)

    def tell(self, told: tuple[Given, ...], check: Check, scene: Scene, *before: str) -> Step:
        """The self-check with facts that were told; a specialty of another series than the one told goes."""
        series = next((each.value for each in told if each.fact == "series"), None)
        known = {each.fact for each in told}
        specialty = self.telling.sheet["specialty"]
        stays = [
            each
            for each in check.given
            if each.fact != "specialty" or each.fact in known or specialty.is_of(str(each.value), series)
        ]
        after = check.model_copy(update={"given": (*stays, *told), "changing": None, "is_open": True})
        try:
            self._interview_of(after, scene.today).check()
        except FactError as error:
            return self.ask(check, scene, refusal(error))
        return self.ask(after, scene, *before, *self._wait(told, after, scene))

    def _wait(self, told: tuple[Given, ...], check: Check, scene: Scene) -> Iterator[str]:
        """That the years do not suffice before a later year, where what was told bears on them."""
        if not COUNTED & {each.fact for each in told}:
            return
        year = earliest_round(self.rulebook, self.interview(check, scene.today).facts, scene.today)
        if year and year > scene.today.year:
            yield _("Earliest round for which the years of service suffice: {year}").format(year=year)

    def question(self, check: Check, interview: Interview) -> NextQuestion | None:
        """The question of the interview, or that about the achievement which is being told; none where what it is to
        find out is certain.
        """
        asked = interview.question
        if check.aim == "committee" and interview.verdict.book and not check.changing:
            return None
        if asked is not None and asked.kind == "records":
            return self.achievements.question(check.records or ())
        return asked

    def ways(self, check: Check) -> tuple[Option, ...]:
        """What else can be done at a question."""
        back = [Option(_("back"), "/back"), Option(_("change an answer"), "/change")] if check.given else []
        return (Option(_("not sure"), "/unsure"), *back, Option(_("leave"), "/cancel"))

    def _conclude(self, check: Check, interview: Interview, scene: Scene, *before: str) -> Step:
        """The verdict; the answers stay, so that one can be changed."""
        closed = check.model_copy(update={"is_open": False, "changing": None})
        after = scene.conversation.checking(closed).replace(has_verdict=True)
        end = committee if check.aim == "committee" and interview.verdict.book else conclusion
        reply = end(interview.conclusion, before, self.telling.recap(check.given), self.telling.changes(check.given))
        return replace(reply, facets=check.facets), after

    def current_question(self, scene: Scene) -> NextQuestion | None:
        """The question that is asked in a scene."""
        return self.question(scene.check, self.interview(scene.check, scene.today))

    def tap(self, rest: str, scene: Scene) -> Step | None:
        """A tapped choice used; None where it belongs to a question that is not asked now."""
        fact, __, said = rest.partition(" ")
        part, __, said = said.partition(" ")
        question = self.current_question(scene)
        if question is None or (question.fact, question.part or "-") != (fact, part):
            return None
        value = self.telling.tap(question, said)
        check = scene.check.model_copy(update={"heard": ()})
        return None if value is None else self.use(value, question, check, scene)

    def yes(self, rest: str, scene: Scene) -> Step:
        """What was heard is right."""
        return self.agree(scene, is_right=True)

    def no(self, rest: str, scene: Scene) -> Step:
        """What was heard is wrong."""
        return self.agree(scene, is_right=False)

    def agree(self, scene: Scene, *, is_right: bool) -> Step:
        """What was heard is used, or asked for again."""
        heard, check = scene.check.heard, scene.check.model_copy(update={"heard": ()})
        question = self.question(check, self.interview(check, scene.today))
        if not is_right or not heard:
            return self.ask(check, scene, *([_(FORGOTTEN)] if heard else []))
        if question and len(heard) == 1 and (heard[0].fact, heard[0].part) == (question.fact, question.part):
            return self.use(heard[0].value, question, check, scene)
        return self.tell(heard, check, scene)

    def use(self, value: object, question: NextQuestion, check: Check, scene: Scene) -> Step:
        """Give an answer to the interview; an achievement is told in parts first, and a day after its yes."""
        when = self.telling.description(question).when_asked
        if when and value is True:
            return self.asking(question.fact, [fact_text(when)], (), check, scene)
        if (question.part or "").startswith("+."):
            return self.collect(*self.achievements.take(check, question.part or "", value), scene)
        return self.give(value, check, scene)

    def collect(self, check: Check, told: list[dict[str, str]] | None, scene: Scene) -> Step:
        """The achievements given to the interview once the last one was told."""
        return self.ask(check, scene) if told is None else self.give(told, check, scene)

    def give(self, value: object, check: Check, scene: Scene) -> Step:
        """An answer given to the interview, or why it cannot be."""
        try:
            after = self.interview(check, scene.today).answer(value)
        except FactError as error:
            return self.ask(check, scene, refusal(error))
        return self.ask(check.answered(after.answers, after.changing), scene)


def refusal(error: FactError) -> str:
    """What is said of an answer that cannot be."""
    return _(NOT_UNDERSTOOD).format(text=error.value, allowed=error.allowed)
