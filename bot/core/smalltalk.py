"""Small talk, and which command a text stands for (`talk.yaml`): short fixed replies that say what one can do."""

import re
from collections.abc import Iterable
from functools import cache, cached_property
from itertools import chain
from pathlib import Path
from typing import Literal

from bot.locale import N_
from knowledge.file_record import FileRecord
from knowledge.kept_yaml import read_kept_record
from knowledge.patterns import Alternatives, Lines, linear
from knowledge.words import han_in, normalise

FILE = Path(__file__).with_name("talk.yaml")
PUNCTUATION = "?!。.~,、;:…-—()[]【】\"' "
NOT_BY_CHANCE = 0.25  # of a text that a wish for a command is at least
MAINLY = 0.4  # of a text that is small talk, though it names something that the notices speak of
COURTESIES = frozenset({"greeting", "thanks", "farewell"})
OwnCase = Literal["surely", "perhaps"]
EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d]+")
PAUSES = re.compile(r"[,，。!！~～\s]+")
GAPS = re.compile(f"[{re.escape(PUNCTUATION)}]+")
REPLIES = {
    "greeting": N_("Hello. I answer from the notices on professional titles, in their own sentences. Type a question."),
    "thanks": N_("You are welcome. Ask on at any time, or check whether you may apply."),
    "farewell": N_("Goodbye. What you asked can be asked again at any time."),
    "who": N_(
        "I am a program, not an office: I find the sentence of a notice that answers, and show where it stands. "
        "The notices' own words and the offices decide."
    ),
    "person": N_("No person sits here. The office that the notice names answers mails; I can write one for you."),
    "complaint": N_(
        "I am sorry. Put the question in the notice's words (series, level, place), or write to the office; with "
        "“not useful” below an answer you let us see what was wrong."
    ),
    "chat": N_("I only know the notices on professional titles. Ask when, where and with which papers to apply."),
    "individual": N_("Only the office that has your papers can tell how they stand. I can write a mail to it."),
    "writing": N_("I do not write papers or texts; I find what the notices say. A mail to the office I can write."),
    "sending": N_("I cannot send files; copy the quoted words, or download the form where the notice says."),
    "proxy": N_(
        "That I cannot do for you: I only find what the notices say. Where and how it is done I can tell, and write "
        "a mail to the office."
    ),
    "unreadable": N_("I read typed text only. Write what it says, or what you want to know of it."),
    "length": N_(
        "Only what can still change the outcome is asked, so it depends on what you answer. One sentence about you "
        "(employer, city, specialty, level, title and since when, degree) saves most of the questions."
    ),
    "plainer": N_(
        "I quote the notices word for word, so that nothing is changed. Name the word or the step that is unclear, or "
        "ask the office; I can write the mail."
    ),
    "remark": N_("I see. Ask on at any time: the dates, the place, the papers, who may apply."),
    "test": N_("I am here. Type a question, for example: when does the online application close?"),
}
AGAIN = {  # what is said the second time
    "greeting": N_("I am here. What would you like to know? For example: the dates, the place, the papers."),
    "thanks": N_("Any time."),
    "complaint": N_(
        "I have no more than what the notices say. Ask in other words, or let me write a mail to the office."
    ),
    "chat": N_("That is beyond me. Titles I know: the dates, the place, the papers, who may apply."),
}


class StatedCase(FileRecord):
    """Which facts make a case of what somebody only tells: one of `qualifications`, or `plenty` with circumstances."""

    plenty: int
    qualifications: frozenset[str]
    circumstances: frozenset[str]


class OwnCasePatterns(FileRecord):
    """What shows that somebody asks about their own case."""

    mine: Alternatives
    person: Alternatives
    strong: Alternatives
    weak: Alternatives
    rule: Alternatives
    particulars: int
    stated: StatedCase


class Talk(FileRecord):
    """The tables of `talk.yaml`."""

    commands: dict[str, tuple[str, ...]]
    interview: dict[str, tuple[str, ...]]
    wishes: dict[str, Alternatives]
    interview_wishes: dict[str, Alternatives]
    case_wishes: dict[str, Alternatives]
    verdict_wishes: dict[str, Alternatives]
    supposing: Alternatives
    smalltalk: dict[str, Lines]
    topics: dict[str, str]
    holds: dict[str, Alternatives]
    own_case: OwnCasePatterns

    def command(self, text: str, *, checking: bool, told: bool, concluded: bool = False) -> str | None:
        """The command that a text is or stands for, with what follows it.

        `told`: something of the person's case is; `concluded`: the last reply was a verdict.
        """
        if text.startswith("/"):
            return text
        said = normalise(text)
        bare = said.rstrip("。.!") or said
        if concluded and (command := _wished_in([self.verdict_wishes], bare.replace(" ", ""))):
            return command
        return self._meant(bare, checking=checking, told=told) or self._last_meant(said, checking=checking, told=told)

    def _meant(self, text: str, *, checking: bool, told: bool) -> str | None:
        """The command that a text names or wishes for."""
        return self._named(text, checking=checking) or self._wished(text.replace(" ", ""), checking=checking, told=told)

    def _last_meant(self, text: str, *, checking: bool, told: bool) -> str | None:
        """The last of the commands that the pieces of a text stand for, where each of them stands for one."""
        pieces = [piece for piece in PAUSES.split(text) if piece]
        meant = [self._meant(piece, checking=checking, told=told) for piece in pieces if len(pieces) > 1]
        return meant[-1] if all(meant) and meant else None

    def _named(self, text: str, *, checking: bool) -> str | None:
        """The command that has a text as one of its names."""
        tables = (self.interview, self.commands) if checking else (self.commands,)
        return next((command for table in tables for command, names in table.items() if text in names), None)

    def _wished(self, text: str, *, checking: bool, told: bool) -> str | None:
        """The command that a text wishes for."""
        tables = (self.interview_wishes if checking else {}, self.case_wishes if told else {}, self.wishes)
        return _wished_in(tables, text)

    def reply(self, text: str, *, names_nothing: bool, is_asking: bool) -> str | None:
        """The kind of small talk that a text is; `names_nothing`: it names nothing that the notices speak of.

        A courtesy beside something that is asked is none of its own.
        """
        pieces = [piece for piece in GAPS.split(EMOJI.sub(" ", normalise(text))) if piece]
        bare = "".join(pieces)
        kinds = map(self.kind_of, dict.fromkeys(pieces))
        first = next(kinds, "test")
        if first and all(kinds):
            return first
        mainly = MAINLY * len(bare)
        least = {key: 1 if names_nothing and not (is_asking and key in COURTESIES) else mainly for key in self.holds}
        return next((key for key, pattern in self.holds.items() if _matched_length(pattern, bare) >= least[key]), None)

    def without_courtesies(self, text: str) -> str:
        """A text without the courtesies beside what it says; one that is nothing else, or not in Chinese, as it is."""
        pieces = [piece for piece in PAUSES.split(text) if piece] if han_in(text) else []
        said = [piece for piece in pieces if self.kind_of(normalise(piece)) not in COURTESIES]
        return "，".join(said) if said and len(said) < len(pieces) else text

    def kind_of(self, piece: str) -> str | None:
        """The kind of small talk that a piece of a text is from its beginning to its end."""
        return next((key for key, pattern in self.whole.items() if pattern.fullmatch(piece)), None)

    def own_case_in(self, text: str, particulars: int) -> OwnCase | None:
        """Whether somebody asks whether they may apply; `particulars` is how much they tell of themselves."""
        bare, case = normalise(text).replace(" ", "").rstrip("?。!吗呗呀啊"), self.own_case
        if case.mine.search(bare):
            return "surely"
        is_strong = bool(case.strong.search(bare))
        if is_strong and case.person.search(bare):
            return "surely"
        is_told = particulars >= case.particulars and not case.rule.search(bare)
        return "perhaps" if is_told and (is_strong or case.weak.search(bare)) else None

    @cached_property
    def whole(self) -> dict[str, re.Pattern[str]]:
        """One pattern for each kind of small talk that is a whole text."""
        held = {key: (pattern.pattern,) for key, pattern in self.holds.items() if key in COURTESIES}
        return {key: linear(f"(?:{'|'.join((*each, *held.get(key, ())))})+") for key, each in self.smalltalk.items()}


def _wished_in(tables: Iterable[dict[str, Alternatives]], text: str) -> str | None:
    """The first command of some tables that a text wishes for."""
    wishes = chain.from_iterable(table.items() for table in tables)
    least = max(NOT_BY_CHANCE * len(text), 1)
    return next((command for command, pattern in wishes if _matched_length(pattern, text) >= least), None)


def _matched_length(pattern: Alternatives, text: str) -> int:
    """How many characters of a text a pattern matches."""
    return sum(len(found.group()) for found in pattern.finditer(text))


@cache
def load_talk() -> Talk:
    """The tables, read once."""
    return read_kept_record(Talk, FILE)
