"""The words that speak for a letter, taken apart once: simplified text, sentences, and what they ask."""

from functools import cached_property
from itertools import takewhile

from bot.mailbox.drafting.askings import (
    Asking,
    askings_in,
    askings_of_subject,
    asks_the_same,
    sees_attachment,
    sees_subject,
)
from bot.mailbox.drafting.courtesies import is_courteous, thanks_only
from bot.mailbox.drafting.sentences import SIGNS, LetterSentence, sentences_of, with_commas
from bot.mailbox.drafting.subjects import bare_subject
from bot.mailbox.reading.history import forwarded_text, quoted_parts
from bot.mailbox.reading.letter import Letter
from bot.text.glossary import is_english
from knowledge.patterns import linear
from knowledge.plain import plain
from knowledge.value import Value, replace
from knowledge.words import simplify

SIGNED = 24  # characters of a line under a letter that names who writes
LONGEST_HANDED_IN = 2_000  # characters of an attachment that is read: a page of questions, not a paper or a notice


ECHOED = linear(r"您问：“([^”]+)”")  # how a draft of ours repeats what was asked


class Said(Value):
    """What a letter says: its own words, those of a mail that it only passes on, attachments that it points to."""

    letter: Letter

    @cached_property
    def _own(self) -> list[LetterSentence]:
        """The sentences of the sender's own words."""
        return sentences_of(self.letter.text)

    @cached_property
    def written(self) -> str:
        """The text as it was written."""
        words = [self.letter.text]
        if self.letter.passed_on and not askings_in(self._own):
            words.append(self.letter.passed_on)
        if sees_attachment(self.letter.text):
            words += [each.text for each in self.letter.attachments if len(each.text) <= LONGEST_HANDED_IN]
        return "\n".join(words)

    @cached_property
    def text(self) -> str:
        """The text in simplified characters, with commas where it has blanks in their place."""
        return with_commas(simplify(self.written))

    @cached_property
    def in_chinese(self) -> str:
        """The Chinese of an English letter, a line for each of its sentences; nothing of any other."""
        return "\n".join(each.understood for each in self.sentences) if is_english(self.written) else ""

    @cached_property
    def subject(self) -> str:
        """The subject in simplified characters."""
        return simplify(self.letter.subject)

    @cached_property
    def sentences(self) -> list[LetterSentence]:
        """The sentences of the text."""
        return self._own if self.written == self.letter.text else sentences_of(self.written)

    @cached_property
    def earlier(self) -> "Said":
        """What the letter that this one answers says: of a reply of ours, the questions and the letter below it.

        The subject is that letter's.
        """
        answered = quoted_parts(self.letter.quoted)
        asked = ECHOED.findall(answered.own)
        text = "\n".join([*asked, forwarded_text(answered.quoted)]) if asked else answered.own
        return Said(Letter(text=text, subject=self.letter.subject if text else "", received=self.letter.received))

    @property
    def unsigned(self) -> "Said":
        """The same without the last lines that only name who writes: short ones in which no clause ends."""
        lines = self.letter.text.rstrip().split("\n")
        signed = takewhile(lambda line: len(line) <= SIGNED and not SIGNS.search(line), reversed(lines[1:]))
        return Said(replace(self.letter, text="\n".join(lines[: len(lines) - sum(1 for _ in signed)])))

    @cached_property
    def is_thanks(self) -> bool:
        """Whether it says thanks, and nothing else."""
        return not (self.askings or asks_the_same(self.text)) and thanks_only(self.sentences)

    @property
    def case(self) -> str:
        """Everything that is said but courtesies, in whatever order: the same for letters on the same case."""
        return "\0".join(sorted(plain(each.understood) for each in self.sentences if not is_courteous(each)))

    @cached_property
    def askings(self) -> list[Asking]:
        """What the text asks; of a letter that says nothing itself, what its subject does."""
        found = askings_in(self.sentences)
        found = [each for each in found if not self._is_heading(each)] or found
        if found or not sees_subject(self.written):
            return found
        return askings_of_subject(sentences_of(LetterSentence.of(bare_subject(self.letter.subject)).written))

    def _is_heading(self, asking: Asking) -> bool:
        """Whether what seems to ask is a line that only repeats the subject, with or without a label before it."""
        words = plain(asking.understood.partition("：")[2] or asking.understood)
        return len(words) > 1 and words in plain(self.subject)
