"""Facts in words: how a question's answers read, and what was understood of one that was typed."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from bot.core.reply import Option, Rows
from bot.locale import _, fact_text, listing
from bot.text.days import span_in_words
from eligibility.interview.everyday import load_everyday
from eligibility.interview.given import Given
from eligibility.judging.verdict import NextQuestion
from eligibility.rulebook.facts import DECLINED, NONE
from eligibility.rulebook.factsheet import Fact, Factsheet
from knowledge.asking import asking_words
from knowledge.plain import plain
from knowledge.question import CLAUSE
from knowledge.terms import search_form

YES = "yes"
MOST = 10  # choices that can be read at a glance; of more the usual ones are shown
TOGETHER, SHORT, SHORTEST = 3, 10, 3  # choices in a row, and characters of one beside others, of many and of few


class FactWords:
    """Reads and repeats facts by their descriptions."""

    def __init__(self, factsheet: Factsheet) -> None:
        self.sheet = factsheet.by_path

    def rows(self, question: NextQuestion, series: object = None) -> tuple[tuple[Option, ...], ...]:
        """What a question can be answered with by a tap, of the applicant's series where that is known and of many the
        usual ones; short ones stand together.
        """
        described = {choice.value: choice for choice in self.description(question).choices}
        fitting = {
            value: option
            for value, option in self.choices(question)
            if value not in described or series is None or described[value].of in (series, None)
        }
        usual = [option for value, option in fitting.items() if value in described and described[value].usual]
        options = usual if usual and len(fitting) > MOST else list(fitting.values())
        longest = max((len(each.label) for each in options), default=0)
        together = TOGETHER if longest <= (SHORT if len(options) > TOGETHER else SHORTEST) else 1
        return tuple(tuple(options[start : start + together]) for start in range(0, len(options), together))

    def choices(self, question: NextQuestion) -> Iterator[tuple[str, Option]]:
        """Every value that can be tapped, and its choice."""
        fact = self.description(question)
        options = [(choice.value, fact_text(choice.label)) for choice in fact.choices]
        if question.kind in ("flag", "yearly"):
            options = [(YES, _("yes")), ("no", _("no"))]
        if fact.when_asked:
            options = [(YES, _("there was"))]
        if question.kind == "many" or fact.may_be_none or question.part == "+.kind":
            options.append((NONE, _("none")))
        for value, label in options:
            yield value, Option(label, f"/answer {question.fact} {question.part or '-'} {value}", numbered=True)

    def changes(self, given: Iterable[Given]) -> Rows:
        """A choice for each fact that was told, by which it is asked for anew."""
        names = {each.fact: fact_text(self.sheet[each.fact].label) for each in given}
        options = [Option(_("change: {fact}").format(fact=name), f"/change {key}") for key, name in names.items()]
        return tuple(tuple(options[start : start + TOGETHER]) for start in range(0, len(options), TOGETHER))

    def option(self, question: NextQuestion, value: str) -> Option:
        """One of the values that can be tapped, as a choice."""
        return dict(self.choices(question))[value]

    def hinted(self, question: NextQuestion, text: str, series: object) -> list[Option]:
        """The values of what is asked for, of a series, that words of every day in a text lead to, as choices."""
        everyday, fact = load_everyday().get(question.fact), self.description(question)
        told = " ".join(clause for clause in CLAUSE.split(search_form(text)) if not asking_words().is_question(clause))
        values = everyday.values_named(plain(told).lower()) if everyday else []
        return [self.option(question, value) for value in values if fact.is_of(value, series)]

    def tap(self, question: NextQuestion, value: str) -> object:
        """What a tapped choice stands for in a file of facts; None where the question has no such choice."""
        if value not in dict(self.choices(question)):
            return None
        if question.kind in ("flag", "yearly") or value == YES:
            return value == YES
        if question.kind == "many":
            return [] if value == NONE else [value]
        return value

    def description(self, question: NextQuestion) -> Fact:
        """The description of the fact, or of the part, that a question asks for."""
        return self._described(question.fact, question.part)

    def tapped_line(self, says: str, label: str) -> str:
        """A choice of `rows` that was tapped as it stays to be read, with what it answers: 单位性质：省属国有企业 ✓."""
        command, fact, part = (*says.split(" "), "", "")[:3]
        asked = self._described(fact, part) if command == "/answer" and fact in self.sheet else None
        return f"{_named(asked, label)} ✓" if asked else f"{label} ✓"

    def _described(self, fact: str, part: str | None) -> Fact:
        """The description of a part of a fact, or of the whole of it."""
        prefix, name = "achievement" if fact == "achievements" else fact, (part or "").rpartition(".")[2]
        return self.sheet.get(f"{prefix}.{name}", self.sheet[fact])

    def recap(self, given: Iterable[Given]) -> str:
        """Answers in words, so that the person can see what was understood."""
        return _("; ").join(piece for each in given for piece in self.phrases(each))

    def phrases(self, given: Given) -> Iterator[str]:
        """One answer in words, a piece for each part of it."""
        fact = self._described(given.fact, given.part)
        if fact.kind == "yearly" and given.part:
            yield f"{given.part} {_named(fact, self.show(fact, given.value))}"
        elif isinstance(given.value, dict):
            yield self.achievement(given.value)
        elif fact.kind == "records" and isinstance(given.value, list):
            told = [self.achievement(each) for each in given.value if isinstance(each, dict)]
            yield _named(fact, listing(told) or _("none"))
        else:
            yield _named(fact, self.show(fact, given.value))

    def value_in_words(self, given: Given) -> str:
        """One answer in words, without what it answers."""
        return self.show(self._described(given.fact, given.part), given.value)

    def achievement(self, parts: Mapping[str, object]) -> str:
        """One achievement in words."""
        known = ((self.sheet[f"achievement.{key}"], value) for key, value in parts.items())
        return " ".join(self.show(fact, value) for fact, value in known)

    def show(self, fact: Fact, value: object) -> str:
        """One value in words."""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, list):
            return listing(fact_text(fact.label_of(str(each))) for each in value) or _("none")
        if value in (DECLINED, NONE):
            return _("not sure") if value == DECLINED else _("none")
        return _span(str(value)) if fact.kind == "date" else fact_text(fact.label_of(str(value)))


def _named(fact: Fact, value: str) -> str:
    """A fact's name with what it is."""
    return _("{name}: {value}").format(name=fact_text(fact.label), value=value)


def _span(value: str) -> str:
    """A day, or the days between which one lies."""
    first, __, last = value.partition("/")
    return span_in_words(date.fromisoformat(first), date.fromisoformat(last)) if last else first
