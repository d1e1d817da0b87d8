"""A letter's own words → what it asks, sentence by sentence; the patterns are data (`asking.yaml`)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice
from pathlib import Path

from pydantic import model_validator

from bot.text.glossary import in_chinese, is_english
from knowledge.patterns import Alternatives, Lines, linear
from knowledge.records import Model, read_record
from knowledge.words import simplify

TABLE = Path(__file__).with_name("asking.yaml")
WRAPPED = 56  # columns; a line that goes on for so long was broken by the mail program
MOST = 20  # askings of one letter
MOST_PARTS = 8  # of one asking
MOST_CLAUSES = 20  # at the end of a sentence, among which its question is looked for
LONGEST = 1_000  # characters of a paragraph; what goes on for longer is cut in pieces
RUN_ON = 40  # characters of a clause; a longer one that asks twice was written without commas
BEFORE = 12  # characters before a word that asks, of what is asked in such a clause
CLAUSES = re.compile(r"(?<=[,，、;；:：])")
ENDS = re.compile(r"(?<=[。！？!?；;…])(?![。！？!?；;”’」』)）\"])|(?<=[a-z)\]][.])\s+(?=[A-Z])")
WHEN_AND_WHERE = linear(r"([^,，。;；:：?？]*)(?:时间|日期|时限)[、和及与]?(?:地点|地址)")
OF_EACH = linear(r"(.*?[^和与及]{2,16})[和与及、]([^和与及]{2,16}?)(?:分别|各自|各|都)(.+)")
COUNTED = linear(r"几(个|点|方面|处)?(问题|疑问|事)?")
HAN_OR_LETTER = re.compile(r"[\u4e00-\u9fffA-Za-z]")
STOPS = "。！？!?；;：:…"
ENGLISH_ASKING = re.compile(
    r"\b(how|what|when|where|which|who|whom|whether|may|can|could|is|are|do|does|must|should|shall|will)\b"
)


class AskingPatterns(Model):
    """What asking.yaml holds, ready to be held against sentences; English ones against lower case."""

    interrogatives: Alternatives
    leads: Alternatives
    requests: Alternatives
    named: Alternatives
    empty: Lines
    joints: Alternatives
    demands: Alternatives
    rhetorical: Alternatives
    own_record: Alternatives
    same_question: Alternatives
    thanks: Alternatives
    closing_words: Alternatives
    statement: Alternatives
    courtesies: Alternatives
    announcing: Alternatives
    item: Alternatives
    pointing: Alternatives
    see_subject: Alternatives
    see_attachment: Alternatives
    own_case: Alternatives
    whose_case: Alternatives

    @model_validator(mode="after")
    def composed(self) -> "AskingPatterns":
        """The patterns that are made of others are checked with them, when the file is loaded."""
        _ = self.nothing, self.head, self._inline_item
        return self

    @cached_property
    def nothing(self) -> re.Pattern[str]:
        """Any number of empty words."""
        return linear(f"(?:{'|'.join(self.empty)})*")

    @cached_property
    def head(self) -> re.Pattern[str]:
        """The head of an item with the white space behind it."""
        return re.compile(rf"(?:{self.item.pattern})\s*")

    @cached_property
    def _inline_item(self) -> re.Pattern[str]:
        """The place before an item that stands behind other words."""
        return re.compile(rf"(?<=[,，。；;：:？?！! ])(?={self.item.pattern})")


@cache
def table() -> AskingPatterns:
    """The table of asking.yaml."""
    return read_record(AskingPatterns, TABLE)


@dataclass(frozen=True)
class LetterSentence:
    """A sentence as it was written, and as it is understood: in simplified characters, English in Chinese words."""

    written: str
    understood: str
    is_item: bool = False

    @classmethod
    def of(cls, written: str) -> "LetterSentence":
        """A sentence without the number at its head."""
        words = written.lstrip()
        head = table().head.match(words)
        words = words[head.end() if head else 0 :].strip()
        return cls(words, in_chinese(words) if is_english(words) else simplify(words), head is not None)

    @property
    def is_marked(self) -> bool:
        """Whether it ends as a question does."""
        return self.written.rstrip("”’」』)）\"' ").endswith(("?", "？"))


@dataclass(frozen=True)
class Asking:
    """What a letter asks: the piece of its sentence that does, the whole sentence, and the one before it."""

    asked: str
    understood: str
    sentence: str = ""
    before: str = ""


def sentences_of(text: str) -> list[LetterSentence]:
    """The sentences of a text; lines that a mail program broke are joined, items of a list stand alone."""
    pieces = (
        piece
        for paragraph in paragraphs(text)
        for at in range(0, len(paragraph), LONGEST)
        for item in table()._inline_item.split(paragraph[at : at + LONGEST])
        for piece in ENDS.split(item)
    )
    return [LetterSentence.of(piece) for piece in pieces if piece.strip()]


def paragraphs(text: str) -> Iterator[str]:
    """The lines of a text, those that go on joined."""
    current, last = "", ""
    for line in text.split("\n"):
        goes_on = columns(last) >= WRAPPED and last.rstrip()[-1:] not in STOPS
        if goes_on and line.strip() and not line.startswith((" ", "\u3000")) and not table().head.match(line.lstrip()):
            between = " " if last[-1].isascii() and line[0].isascii() else ""
            current = f"{current.rstrip()}{between}{line.strip()}"
        else:
            if current.strip():
                yield current.strip()
            current = line
        last = line
    if current.strip():
        yield current.strip()


def columns(line: str) -> int:
    """How wide a line is shown."""
    return sum(2 if character > "\u2e7f" else 1 for character in line)


def askings_in(sentences: list[LetterSentence]) -> list[Asking]:
    """What sentences ask, in their order; where none does so plainly, what might be meant as a question."""
    found = list(islice(places(sentences, asks), MOST)) or islice(places(sentences, _might_ask), MOST)
    return [asking(sentences, at) for at in found]


def places(sentences: list[LetterSentence], test: Callable[[LetterSentence], bool]) -> Iterator[int]:
    """Where the sentences stand that ask; behind an announcement the items of its list do."""
    is_announced = False
    for at, sentence in enumerate(sentences):
        if _announces(sentence):
            is_announced = True
        elif test(sentence) or (is_announced and sentence.is_item):
            yield at


def _announces(sentence: LetterSentence) -> bool:
    """Whether a sentence only says that questions follow."""
    words = sentence.understood if not is_english(sentence.written) else sentence.written.lower()
    is_bare = not sentence.is_marked and not table().interrogatives.search(COUNTED.sub("", words))
    return is_bare and bool(table().announcing.search(words.rstrip("。.!！ ")))


def asks(sentence: LetterSentence) -> bool:
    """Whether a sentence plainly asks: by its mark, or behind words that announce it."""
    if is_english(sentence.written):
        words = table().courtesies.sub("", sentence.written.lower())
        return sentence.is_marked and bool(ENGLISH_ASKING.search(words))
    words = _without_courtesies(sentence.understood)
    if table().nothing.fullmatch(table().leads.sub("", words)):
        return False
    if sentence.is_marked and not _complains_last(sentence.understood):
        return True
    return bool(table().demands.search(words)) or _announces_question(words, sentence.understood)


def _announces_question(words: str, understood: str) -> bool:
    """Whether a sentence without the mark of a question announces one, asks for an answer, or names what is asked."""
    lead, request = table().leads.search(words), table().requests.search(understood)
    if lead and table().interrogatives.search(words[lead.end() :]):
        return True
    if request and table().interrogatives.search(words):
        return True
    named = table().named.search(words)
    return bool(named) and _names_something(words[named.end() :] if named else "")


def _complains_last(words: str) -> bool:
    """Whether the clause that bears the mark of a question asks for no answer."""
    clauses = [clause for clause in CLAUSES.split(words) if clause.strip()]
    return bool(clauses) and bool(table().rhetorical.search(clauses[-1].strip("。.!！?？ ")))


def _names_something(words: str) -> bool:
    """Whether words behind an announcement name what is asked, and do not tell of something else."""
    first = re.split(r"[,，。;；:：!！]", words.lstrip(" ,，:：、一下"))[0]
    return not table().nothing.fullmatch(first) and not table().statement.search(first)


def _might_ask(sentence: LetterSentence) -> bool:
    """Whether a sentence holds a word that asks at all."""
    return bool(table().interrogatives.search(_without_courtesies(sentence.understood)))


def _without_courtesies(words: str) -> str:
    """A sentence without what asks for an answer, or after somebody's health, and without what only complains."""
    return "".join(clause for clause in CLAUSES.split(words) if not (_is_courtesy(clause) or complains(clause)))


def _is_courtesy(clause: str) -> bool:
    """Whether a clause is nothing but a courtesy."""
    words = clause.strip(" ,，、;；:：。.!！?？~～")
    if not words:
        return False
    rest = table().courtesies.sub("", words, count=1)
    return not table().nothing.fullmatch(words) and bool(table().nothing.fullmatch(rest))


def asking(sentences: list[LetterSentence], at: int) -> Asking:
    """What a sentence asks: the clauses from the one that announces it on, where something is asked behind it."""
    sentence = sentences[at]
    piece = sentence.written
    clauses = CLAUSES.split(piece)
    for number in range(len(clauses) - 1, max(len(clauses) - MOST_CLAUSES, 0), -1):
        rest = "".join(clauses[number:])
        if table().leads.search(simplify(clauses[number])) and _asks_something(simplify(rest)):
            piece = rest
            break
    before = sentences[at - 1].understood if at and not _announces(sentences[at - 1]) else ""
    return Asking(piece.strip(), LetterSentence.of(piece).understood, sentence.understood, before)


def _asks_something(words: str) -> bool:
    """Whether words ask, and not only point at what was said before them: 请问是不是这样."""
    rest = table().pointing.sub("", table().leads.sub("", words))
    is_asked = bool(table().interrogatives.search(words))
    return is_asked and not table().nothing.fullmatch(table().interrogatives.sub("", rest))


def parts_of(understood: str) -> list[str]:
    """The several things that one sentence asks, each with what all of them are about."""
    doubled = WHEN_AND_WHERE.search(understood)
    if doubled:
        return [f"{doubled[1]}什么时候", f"{doubled[1]}什么地方"]
    if runs_on(understood):
        return _windows_of(understood)
    asking = clauses_asking(understood)
    if len(asking) < 2:
        return []
    first = table().interrogatives.search(asking[0])
    head = table().leads.sub("", asking[0][: first.start()]) if first else ""
    return [asking[0], *(f"{head} {clause}" for clause in asking[1:MOST_PARTS])]


def runs_on(understood: str) -> bool:
    """Whether a sentence tells and asks several things without a comma."""
    clauses = [clause for clause in CLAUSES.split(understood.rstrip("。.!！?？ ")) if clause.strip()]
    return len(clauses) == 1 and len(clauses[0]) >= RUN_ON and len(_asked_at(clauses[0])) > 1


def _asked_at(words: str) -> list[re.Match[str]]:
    """Where words ask."""
    return list(islice(table().interrogatives.finditer(words), MOST_PARTS))


def _windows_of(words: str) -> list[str]:
    """The words around each place that asks, within what stands between two joints."""
    pieces = table().joints.sub(lambda _joint: "\n", words).split("\n")
    return [window for piece in pieces for window in _windows_in(piece)][:MOST_PARTS]


def _windows_in(words: str) -> list[str]:
    """The words around each place that asks: some before it, back to the place before, and up to the next."""
    found = _asked_at(words)
    ends = [0, *(each.end() for each in found)]
    starts = [*(each.start() for each in found[1:]), len(words)]
    return [
        words[max(before, each.start() - BEFORE) : after]
        for before, each, after in zip(ends, found, starts, strict=False)
    ]


def clauses_asking(understood: str) -> list[str]:
    """The clauses of a sentence that ask, as they stand there."""
    clauses = [each for clause in CLAUSES.split(understood) for each in _told_apart(clause.strip(" ,，、;；:：。?？"))]
    return [clause for clause in clauses if table().interrogatives.search(clause)]


def _told_apart(clause: str) -> list[str]:
    """A clause that asks the same of two things, once for each: 评定表和推荐表各要几份."""
    two = OF_EACH.fullmatch(clause)
    return [f"{two[1]}{two[3]}", f"{two[2]}{two[3]}"] if two else [clause]


def complains(words: str) -> bool:
    """Whether words put a question that wants no answer: 这公平吗."""
    return bool(table().rhetorical.search(words.rstrip("。.!！?？ ")))


def asks_own_record(understood: str) -> bool:
    """Whether somebody asks to have their own file looked up."""
    return bool(table().own_record.search(understood))


def asks_the_same(text: str) -> bool:
    """Whether somebody asks what another asked."""
    return bool(table().same_question.search(text))


def thanks_only(sentences: list[LetterSentence]) -> bool:
    """Whether sentences say thanks, and nothing else."""
    clauses = [clause.strip(" ,，。.!！~～") for each in sentences for clause in CLAUSES.split(each.understood)]
    said = [clause for clause in clauses if clause]
    is_thanks = [bool(table().thanks.search(clause)) for clause in said]
    return any(is_thanks) and all(
        thanked or table().closing_words.search(clause) for thanked, clause in zip(is_thanks, said, strict=True)
    )


def is_courteous(sentence: LetterSentence) -> bool:
    """Whether a sentence only greets or thanks."""
    words = sentence.understood.strip(" ,，。.!！~～")
    return bool(table().closing_words.search(words)) or thanks_only([sentence])


def is_own_case(understood: str) -> bool:
    """Whether somebody asks if they, or one of theirs, may apply."""
    return bool(table().own_case.search(understood))


def asks_whose(understood: str) -> bool:
    """Whether somebody asks to whom they are to apply."""
    return bool(table().whose_case.search(understood))


def points_back(understood: str) -> bool:
    """Whether a question rests on what was said before it."""
    return bool(table().pointing.search(understood))


def sees_subject(text: str) -> bool:
    """Whether a text says nothing itself: it is empty, or sends the reader to the subject."""
    return not HAN_OR_LETTER.search(text) or bool(table().see_subject.search(simplify(text).lower()))


def sees_attachment(text: str) -> bool:
    """Whether a text sends the reader to an attachment for what it asks, or for the case."""
    return bool(table().see_attachment.search(simplify(text).lower()))
