"""The interview in a terminal: one question at a time, numbered choices, free text repeated before it is used."""

from datetime import date

import click

from bot.check_text import note_of_question
from bot.locale import N_, _
from eligibility.errors import FactError
from eligibility.facts import NONE
from eligibility.factsheet import Fact
from eligibility.interview import Interview
from eligibility.rulebook import Rulebook
from eligibility.said import NO, NOT_CLEAR, facts_said, value_said
from eligibility.verdict import Question, Verdict
from knowledge.plain import plain

BACK = frozenset({"b", "back", "上一题", "返回"})
CHANGE = frozenset({"c", "change", "修改"})
QUIT = frozenset({"q", "quit", "exit", "退出"})
UNSURE = frozenset({*NOT_CLEAR, "not sure", "don't know"})
AGREED = frozenset({"y", "yes", "是", "对", "好", "有"})
UNDERSTOOD = N_("I understood: {text}. Is that right? (Enter: yes, n: type it again)")
NOT_UNDERSTOOD = N_("“{text}” was not understood. {allowed}")
LONGEST_ANSWER = 500


class Terminal:
    """Asks until the outcome is certain. What was answered lives only as long as this object."""

    def __init__(self, rulebook: Rulebook, today: date) -> None:
        self.interview = Interview(rulebook, today)

    def run(self) -> Verdict | None:
        """The conclusion; None where the person left. Called again it goes on where it stopped, if that is wanted."""
        if self.interview.answers and not agreed(
            _("Go on with the self-check you left unfinished? (Enter: go on, n: start anew)")
        ):
            self.interview = Interview(self.interview.rulebook, self.interview.today)
        if not self.interview.answers:
            self.introduce()
        while question := self.interview.question:
            if not self.turn(question):
                click.echo(_("You have left. The answers stay in this conversation and are not saved."))
                return None
        return self.interview.conclusion

    def introduce(self) -> None:
        """One sentence about oneself, repeated before it is used."""
        click.echo(
            _("Self-check: only what matters is asked. You may first say who you are in a sentence; Enter skips this.")
        )
        told = facts_said(heard(), self.interview.rulebook.factsheet, self.interview.today)
        if told and agreed(_(UNDERSTOOD).format(text=self.repeated(told))):
            self.interview = self.interview.tell(told)

    def turn(self, question: Question) -> bool:
        """One question and what comes of it; False where the person leaves."""
        for line in note_of_question(question):
            click.echo(line)
        text = heard()
        if text in QUIT:
            return False
        if text in BACK:
            self.interview = self.interview.back()
        elif text in CHANGE:
            self.change()
        elif text in UNSURE:
            self.interview = self.interview.decline()
        elif text:
            self.take(question, text)
        return True

    def take(self, question: Question, text: str) -> None:
        """An answer: understood, repeated where it was not one of the choices, used; or what is allowed."""
        if question.kind == "records":
            self.take_achievements(text)
            return
        fact = self.described(question)
        value = value_said(fact, text, self.interview.today)
        if value is None:
            click.echo(_(NOT_UNDERSTOOD).format(text=text, allowed=fact.help))
            return
        plainly = text.isdecimal() or plain(text) in fact.names or str(value) == text or isinstance(value, bool)
        if plainly or agreed(_(UNDERSTOOD).format(text=self.shown(fact, value))):
            self.use(value)

    def use(self, value: object) -> None:
        """Give the answer to the interview, or say why it cannot be."""
        try:
            self.interview = self.interview.answer(value)
        except FactError as error:
            click.echo(_(NOT_UNDERSTOOD).format(text=error.value, allowed=error.allowed))

    def take_achievements(self, text: str) -> None:
        """One achievement after the other: its kind and its day; the interview asks for what else it needs."""
        if plain(text) in NO:
            self.use([])
            return
        found: list[dict[str, object]] = []
        while not found or agreed(_("Is there another achievement? (y: yes, Enter: no)"), default=False):
            achievement = self.achievement("" if found else text)
            if achievement is None:
                break
            found.append(achievement)
        if found:
            self.use(found)

    def achievement(self, text: str) -> dict[str, object] | None:
        """Kind and day, out of the text or asked for; None where the person gives neither."""
        sheet, today = self.interview.rulebook.factsheet.by_path, self.interview.today
        told: dict[str, object] = {}
        for key in ("kind", "on"):
            part = sheet[f"achievement.{key}"]
            value = value_said(part, text, today) if not text.isdecimal() else None
            value = self.wanted(part) if value is None else value
            if value is None:
                return None
            told[key] = value
        repeated = "；".join(
            f"{sheet[f'achievement.{key}'].label}：{self.shown(sheet[f'achievement.{key}'], value)}"
            for key, value in told.items()
        )
        return told if agreed(_(UNDERSTOOD).format(text=repeated)) else self.achievement("")

    def wanted(self, fact: Fact) -> object | None:
        """The answer to a part of an achievement; None for 没有 or an empty line."""
        while True:
            for line in note_of_question(question_of(fact)):
                click.echo(line)
            text = heard()
            value = value_said(fact, text, self.interview.today) if text else None
            if value is not None or not text or text in (*QUIT, *NO):
                return value
            click.echo(_(NOT_UNDERSTOOD).format(text=text, allowed=fact.help))

    def change(self) -> None:
        """Choose an earlier answer and ask for it anew; the others stay."""
        sheet = self.interview.rulebook.factsheet.by_path
        keys = list(dict.fromkeys(answer.fact for answer in self.interview.answers))
        for number, key in enumerate(keys, 1):
            click.echo(f"  {number}. {self.told(key)}")
        click.echo(_("Which one is to be changed? Type its number; Enter goes back"))
        text = heard()
        if text.isdecimal() and 0 < int(text) <= len(keys) and keys[int(text) - 1] in sheet:
            self.interview = self.interview.change(keys[int(text) - 1])

    def told(self, key: str) -> str:
        """An earlier answer in words."""
        if key in self.interview.raw:
            return self.repeated({key: self.interview.raw[key]})
        unsure = _("not sure")
        fact = self.interview.rulebook.factsheet.by_path.get(key)
        return f"{fact.label if fact else key}：{unsure}"

    def described(self, question: Question) -> Fact:
        """The description of the fact, or of the part, that a question asks for."""
        sheet = self.interview.rulebook.factsheet.by_path
        part = (question.part or "").rpartition(".")[2]
        prefix = "achievement" if question.fact == "achievements" else question.fact
        return sheet.get(f"{prefix}.{part}", sheet[question.fact])

    def repeated(self, raw: dict[str, object]) -> str:
        """Facts in words, so that the person can see what was understood."""
        sheet = self.interview.rulebook.factsheet.by_path
        pieces = []
        for key, value in raw.items():
            parts = value if isinstance(value, dict) else {"": value}
            for part, each in parts.items():
                fact = sheet.get(f"{key}.{part}", sheet[key])
                pieces.append(f"{fact.label}：{self.shown(fact, each)}")
        return "；".join(pieces)

    def shown(self, fact: Fact, value: object) -> str:
        """One value in words."""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, list):
            return "、".join(fact.label_of(str(each)) for each in value) or _("none")
        if fact.kind == "date":
            first, __, last = str(value).partition("/")
            if last:
                return _("between {first} and {last}").format(first=first, last=last)
            return _("none") if first == NONE else first
        return fact.label_of(str(value))


def question_of(fact: Fact) -> Question:
    """A part of an achievement as a question."""
    choices = tuple((choice.value, choice.label) for choice in fact.choices)
    return Question(fact.key, None, fact.question, fact.help, fact.kind, choices)


def heard() -> str:
    """A line from the person; an end of the input is the wish to leave."""
    try:
        return str(click.prompt(">", prompt_suffix=" ", default="", show_default=False)).strip()[:LONGEST_ANSWER]
    except click.Abort:
        return "q"


def agreed(question: str, *, default: bool = True) -> bool:
    """Whether the person agrees; an empty line is the default."""
    click.echo(question)
    text = heard().lower()
    return default if not text else text in AGREED
