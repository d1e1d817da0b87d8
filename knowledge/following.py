"""How people go on from their last question: by which words they lead on, point back, and ask a whole question."""

import re
from collections.abc import Mapping

from knowledge.file_record import FileRecord
from knowledge.patterns import Lines, linear

Words = tuple[str, ...]
YEAR_FIRST = re.compile(r"20[0-9]{2}年")
GAPS = re.compile(r"[?,;:!。、~…·—\s]+")


class FollowingWords(FileRecord):
    """What `following.yaml` holds; its expressions stand in searched texts."""

    leads: Words
    tails: Words
    pointing: Words
    short: Mapping[str, str]
    likening: Mapping[str, str]
    of_a_case: str
    whole: Mapping[str, str]
    matters: Words
    at_a_loss: Lines
    how_to_know: Lines
    where_to_look: str

    def leads_on(self, text: str) -> bool:
        """Whether a text begins with words that lead on from what was said."""
        return text.startswith(self.leads)

    def led(self, text: str) -> str:
        """A text without the words that only lead on to it."""
        bare = GAPS.sub(" ", text).strip()
        for lead in self.leads:
            if bare.startswith(lead) and len(bare) > len(lead) and not bare.startswith(self.pointing):
                bare = bare.removeprefix(lead).strip()
        return self._spelled_out(bare)

    def _spelled_out(self, text: str) -> str:
        """A text with the short name of a case that it begins with, or has behind a year, in full: 经济的也是7月吗."""
        year = YEAR_FIRST.match(text)
        before, rest = text[: year.end() if year else 0], text[year.end() if year else 0 :]
        for name, full in self.short.items():
            behind = rest.removeprefix(f"{name}的")
            if behind != rest and len(behind) > 1 and full.startswith(name):
                return f"{before}{full} {behind}"
        return text

    def core(self, text: str) -> str:
        """A text without the words that only lead on, before it and behind."""
        bare = self.led(text)
        while tail := next((each for each in self.tails if bare.endswith(each) and len(bare) > len(each)), None):
            bare = bare.removesuffix(tail).strip()
        return self.short.get(bare.removesuffix("的"), bare)

    def points_back(self, text: str) -> bool:
        """Whether a text points at what was last spoken of, or likens something to it."""
        return any(word in text for word in (*self.pointing, *self.likening))

    def only_likens(self, text: str) -> bool:
        """Whether a text points at nothing, and only likens another case to what was last spoken of: 正高也是抚顺评."""
        return self.points_back(text) and not any(word in text for word in self.pointing)

    def unlikened(self, text: str) -> str:
        """A text that asks of a case without likening it to another."""
        for word, alone in self.likening.items():
            text = text.replace(word, alone)
        return text

    def begins_pointing(self, text: str) -> bool:
        """Whether that is how it begins."""
        return text.startswith(self.pointing)

    def without_pointing(self, text: str) -> str:
        """A text without the words that point back."""
        for word in (*self.pointing, *self.likening):
            text = text.replace(word, " ")
        return text.strip()

    def is_at_a_loss(self, text: str) -> bool:
        """Whether a text only asks what to do, or how one is to know: 那我怎么办."""
        return bool(linear(*self.at_a_loss).fullmatch(self.core(text))) or self.asks_how_to_know(text)

    def asks_how_to_know(self, text: str) -> bool:
        """Whether a text only asks how one is to know."""
        return bool(linear(*self.how_to_know).fullmatch(self.core(text)))

    def names_matter(self, text: str) -> bool:
        """Whether a text names a matter of its own, though it is one that stands in every notice."""
        return any(word in text for word in self.matters)
