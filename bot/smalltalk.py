"""Small talk, and which command a text stands for (`talk.yaml`): short fixed replies that say what one can do."""

import re
from functools import cache, cached_property
from pathlib import Path

from bot.locale import N_, _
from knowledge.records import Model, read_record
from knowledge.words import normalise

FILE = Path(__file__).with_name("talk.yaml")
POLITE = re.compile(r"^(请问|麻烦|您好|你好|老师|那|哦|好的|嗯)[,，、!！~ ]*|[?？!！。.~～,，、 ]+$")
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
        "没用 below an answer you let us see what was wrong."
    ),
    "chat": N_("I only know the notices on professional titles. Ask when, where and with which papers to apply."),
    "individual": N_("Only the office that has your papers can tell how they stand. I can write a mail to it."),
    "test": N_("I am here. Type a question, for example: when does the online application close?"),
}


class Talk(Model):
    """The tables of `talk.yaml`."""

    commands: dict[str, tuple[str, ...]]
    interview: dict[str, tuple[str, ...]]
    smalltalk: dict[str, tuple[str, ...]]
    own_case: str

    def command(self, text: str, *, checking: bool) -> str | None:
        """The command that a text is or stands for, with what follows it."""
        if text.startswith("/"):
            return text
        tables = (self.interview, self.commands) if checking else (self.commands,)
        bare = normalise(text).rstrip("。.!") or text
        return next((command for table in tables for command, names in table.items() if bare in names), None)

    def reply(self, text: str) -> tuple[str, str] | None:
        """The name of the small talk that a text is, and what is said to it."""
        bare = normalise(text)
        for candidate in (bare, POLITE.sub("", bare)):
            key = next((key for key, pattern in self.patterns.items() if pattern.fullmatch(candidate)), None)
            if key:
                return key, _(REPLIES[key])
        return None

    def is_own_case(self, text: str) -> bool:
        """Whether somebody asks whether they may apply."""
        return bool(self.own.search(normalise(text).replace(" ", "").rstrip("?。!")))

    @cached_property
    def patterns(self) -> dict[str, re.Pattern[str]]:
        """One pattern for each kind of small talk."""
        ending = "[?!。.~,、 ]*"
        return {key: re.compile(f"(?:{'|'.join(each)}){ending}") for key, each in self.smalltalk.items()}

    @cached_property
    def own(self) -> re.Pattern[str]:
        """The pattern of an own case."""
        return re.compile(self.own_case)


@cache
def load_talk() -> Talk:
    """The tables, read once."""
    return read_record(Talk, FILE)
