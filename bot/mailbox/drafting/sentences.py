"""A letter's own words → what it asks, sentence by sentence; the patterns are data (`asking.yaml`)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from bot.mailbox.drafting.asking_patterns import table
from bot.text.glossary import in_chinese, is_english
from knowledge.patterns import linear
from knowledge.words import simplify

WRAPPED = 56  # columns; a line that goes on for so long was broken by the mail program
MOST = 20  # askings of one letter
MOST_CLAUSES = 20  # at the end of a sentence, among which its question is looked for
LONGEST = 1_000  # characters of a paragraph; what goes on for longer is cut in pieces
CLAUSES = re.compile(r"(?<=[,，、;；:：])")
ENDS = re.compile(r"(?<=[。！？!?；;…])(?![。！？!?；;”’」』)）\"])|(?<=[a-z)\]][.])\s+(?=[A-Z])")
COUNTED = linear(r"几(个|点|方面|处)?(问题|疑问|事)?")
HAN_OR_LETTER = re.compile(r"[\u4e00-\u9fffA-Za-z]")
STOPS = "。！？!?；;：:…"
ENGLISH_ASKING = re.compile(
    r"\b(how|what|when|where|which|who|whom|whether|may|can|could|is|are|do|does|must|should|shall|will)\b"
)


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
        for item in table().inline_item.split(paragraph[at : at + LONGEST])
        for piece in ENDS.split(item)
    )
    return [LetterSentence.of(piece) for piece in pieces if piece.strip()]


def paragraphs(text: str) -> Iterator[str]:
    """The lines of a text, those that go on joined; none is blank."""
    return filter(None, map(str.strip, _join_lines(text.split("\n"))))


def _join_lines(lines: list[str]) -> Iterator[str]:
    """Lines, each with those that go on with it."""
    current, last = "", ""
    for line in lines:
        if _goes_on(last, line):
            between = " " if last[-1].isascii() and line[0].isascii() else ""
            current = f"{current.rstrip()}{between}{line.strip()}"
        else:
            yield current
            current = line
        last = line
    yield current


def _goes_on(last: str, line: str) -> bool:
    """Whether a line goes on with the last one, which a mail program broke."""
    if columns(last) < WRAPPED or last.rstrip()[-1:] in STOPS or not line.strip():
        return False
    return not line.startswith((" ", "\u3000")) and not table().head.match(line.lstrip())


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
    said = list(filter(None, _bare_clauses(sentences)))
    is_thanks = [bool(table().thanks.search(clause)) for clause in said]
    return any(is_thanks) and all(
        thanked or table().closing_words.search(clause) for thanked, clause in zip(is_thanks, said, strict=True)
    )


def _bare_clauses(sentences: list[LetterSentence]) -> Iterator[str]:
    """The clauses of sentences without their signs."""
    for sentence in sentences:
        yield from (clause.strip(" ,，。.!！~～") for clause in CLAUSES.split(sentence.understood))


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
