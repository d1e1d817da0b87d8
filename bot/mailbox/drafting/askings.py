"""A letter's sentences → what it asks; the patterns are data (`asking.yaml`)."""

import re
from collections.abc import Callable, Iterator
from itertools import islice, takewhile

from bot.mailbox.drafting.asking_patterns import table
from bot.mailbox.drafting.asking_signs import ENDS, bears_sign, chance_of_asking
from bot.mailbox.drafting.courtesies import RUN_ON, complains_last, without_courtesies
from bot.mailbox.drafting.sentences import CLAUSES, LetterSentence
from bot.text.glossary import is_english
from knowledge.asking import asking_words
from knowledge.patterns import linear
from knowledge.question import STORY
from knowledge.value import Value
from knowledge.words import simplify

SURE = 0.5  # chance of asking from which on a sentence is answered
CERTAIN = 0.9  # from which on a clause asks, whatever else its sentence tells, if that bears no mark
POSSIBLE = 0.3  # and where no other sentence of the letter is surer
MOST = 20  # askings of one letter
LONG = 80  # characters of a sentence; a longer one is asked without the story before its question
MOST_CLAUSES = 20  # at the end of a sentence, among which its question is looked for
COMMAS = ",，、;；:："  # behind a clause
HAN_OR_LETTER = linear("[\u4e00-\u9fffA-Za-z]")
ENGLISH_ASKING = re.compile(
    r"\b(how|what|when|where|which|who|whom|whether|may|can|could|is|are|do|does|must|should|shall|will)\b"
)


class Asking(Value):
    """What a letter asks: the piece of its sentence that does, the whole sentence, and the one before it.

    `head` is what begins the item of a list that it stands in, where that only tells whose case the item is about.
    """

    asked: str
    understood: str
    sentence: str = ""
    before: str = ""
    head: str = ""

    @property
    def is_marked(self) -> bool:
        """Whether it ends as a question does."""
        return LetterSentence(self.asked, self.understood).is_marked


def askings_in(sentences: list[LetterSentence]) -> list[Asking]:
    """What sentences ask, in their order; where none does so plainly, what might be meant as a question."""
    found = list(islice(places(sentences, asks), MOST)) or islice(places(sentences, _might_ask), MOST)
    return [asking(sentences, at) for at in found]


def askings_of_subject(sentences: list[LetterSentence]) -> list[Asking]:
    """What the sentences of a subject ask, under which nothing is written: any that bears a sign of asking does."""
    return askings_in(sentences) or [asking(sentences, at) for at in places(sentences, _bears_sign)]


def _bears_sign(sentence: LetterSentence) -> bool:
    """Whether a sentence that says something bears any sign that it asks."""
    return bears_sign(sentence) and not _is_empty(sentence)


def places(sentences: list[LetterSentence], test: Callable[[LetterSentence], bool]) -> Iterator[int]:
    """Where the sentences stand that ask; behind an announcement the items of its list do."""
    is_announced = False
    for at, sentence in enumerate(sentences):
        if _announces(sentence):
            is_announced = True
        elif test(sentence) or (is_announced and sentence.is_item and not _is_head(sentences, at, test)):
            yield at


def _is_head(sentences: list[LetterSentence], at: int, test: Callable[[LetterSentence], bool]) -> bool:
    """Whether a sentence begins an item that asks further on, and asks nothing itself."""
    item = takewhile(lambda each: not each.is_item, sentences[at + 1 :])
    return sentences[at].is_item and not test(sentences[at]) and any(map(test, item))


def _head_of(sentences: list[LetterSentence], at: int) -> str:
    """The sentence that begins the item in which one stands, where that only tells; nothing where there is none."""
    heads = (number for number in range(at - 1, -1, -1) if sentences[number].is_item)
    first = None if sentences[at].is_item else next(heads, None)
    return sentences[first].understood if first is not None and _is_head(sentences, first, asks) else ""


def _announces(sentence: LetterSentence) -> bool:
    """Whether a sentence only says that questions follow."""
    words = sentence.understood if not is_english(sentence.written) else sentence.written.lower()
    is_bare = not sentence.is_marked and not table().interrogatives.search(table().counted.sub("", words))
    return is_bare and bool(table().announcing.search(words.rstrip("。.!！ ")))


def asks(sentence: LetterSentence) -> bool:
    """Whether a sentence asks."""
    return _chance_of(sentence) >= SURE


def _might_ask(sentence: LetterSentence) -> bool:
    """Whether a sentence may be meant as a question at all."""
    return _chance_of(sentence) >= POSSIBLE


def _chance_of(sentence: LetterSentence) -> float:
    """How likely a sentence asks; one that says nothing not at all."""
    if is_english(sentence.written):
        return _chance_in_english(sentence)
    if _is_empty(sentence) or _only_complains(sentence):
        return 0.0
    said = {sentence, _without_courtesies(sentence), *_ends_of(sentence)}  # of a short one they are often the same
    chance = max(*map(chance_of_asking, said), _chance_of_clause(sentence))
    is_plain = sentence.is_marked and asking_words().is_yes_or_no(sentence.understood.rstrip(ENDS))
    return max(chance, SURE) if is_plain and chance >= POSSIBLE else chance


def _without_courtesies(sentence: LetterSentence) -> LetterSentence:
    """A sentence without the clauses in which somebody only waits for an answer: 盼复."""
    words = without_courtesies(sentence.written)
    return LetterSentence.of(words) if words and words != sentence.written else sentence


def _ends_of(sentence: LetterSentence) -> list[LetterSentence]:
    """The last clause of a long sentence, the last two, and the last words of any: a story does not tell if it asks."""
    clauses = CLAUSES.split(sentence.written)
    ends = ("".join(clauses[-number:]) for number in (1, 2) if len(sentence.written) > STORY)
    return [LetterSentence.of(end) for end in (*ends, sentence.written[-RUN_ON:])]


def _chance_of_clause(sentence: LetterSentence) -> float:
    """The chance of the clause that asks, whatever is told around it: for certain, or with a mark; nought otherwise."""
    clauses = (LetterSentence.of(each.rstrip(COMMAS)) for each in CLAUSES.split(sentence.written)[:MOST_CLAUSES])
    asking = (chance_of_asking(each) for each in clauses if table().interrogatives.search(each.understood))
    least = SURE if sentence.is_marked else CERTAIN
    return max((chance for chance in asking if chance >= least), default=0.0)


def _only_complains(sentence: LetterSentence) -> bool:
    """Whether a sentence ends in a complaint, and announces no question: 请问 makes one even of an angry sentence."""
    return complains_last(sentence.understood) and not table().leads.search(sentence.understood)


def _is_empty(sentence: LetterSentence) -> bool:
    """Whether a sentence says nothing but courtesies, and that something is asked."""
    words = without_courtesies(sentence.understood)
    return bool(table().nothing.fullmatch(table().leads.sub("", words)))


def _chance_in_english(sentence: LetterSentence) -> float:
    """The same of an English sentence, by its words alone."""
    words = table().courtesies.sub("", sentence.written.lower())
    if sentence.is_marked and ENGLISH_ASKING.search(words):
        return SURE
    return POSSIBLE if table().interrogatives.search(sentence.understood) else 0.0


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
    else:
        piece = _without_story(piece)
    before = sentences[at - 1].understood if at and not _announces(sentences[at - 1]) else ""
    understood, head = LetterSentence.of(piece).understood, _head_of(sentences, at)
    return Asking(piece.strip(), understood, sentence.understood, before, head)


def _without_story(piece: str) -> str:
    """A long sentence from the clause before the first that asks on; any other sentence as it is."""
    clauses = CLAUSES.split(piece) if len(piece) > LONG else []
    asking = (at for at, clause in enumerate(clauses) if table().interrogatives.search(simplify(clause)))
    return "".join(clauses[max(next(asking, 0) - 1, 0) :]) or piece


def _asks_something(words: str) -> bool:
    """Whether words ask, and not only point at what was said before them: 请问是不是这样."""
    rest = without_pointing(table().leads.sub("", words))
    is_asked = bool(table().interrogatives.search(words))
    return is_asked and not table().nothing.fullmatch(table().interrogatives.sub("", rest))


def announces_itself(asking: Asking) -> bool:
    """Whether words say that a question follows: 想请教, 请问."""
    return bool(table().leads.search(asking.sentence))


def has_sign(asking: Asking) -> bool:
    """Whether an asking bears a sign that it asks, without what asks for a reply, and is not only likely to."""
    return bears_sign(LetterSentence.of(without_courtesies(asking.asked)))


def asks_own_record(understood: str) -> bool:
    """Whether somebody asks to have their own file looked up."""
    return bool(table().own_record.search(understood))


def asks_the_same(text: str) -> bool:
    """Whether somebody asks what another asked."""
    return bool(table().same_question.search(text))


def corrects_earlier(text: str) -> bool:
    """Whether somebody puts right what they wrote before."""
    return bool(table().corrections.search(text))


def is_own_case(understood: str) -> bool:
    """Whether somebody asks if they, or one of theirs, may apply: not if they only suppose it, or ask beside it."""
    is_asked = bool(table().own_case.search(table().conditions.sub("", understood)))  # 要是能报，哪天截止
    return is_asked and not table().beside_case.search(understood)


def asks_of_somebody(understood: str) -> bool:
    """Whether somebody asks if they may apply, and means a person by it: 我这种情况能报吗, not 退休人员能报吗."""
    return is_own_case(understood) and bool(table().somebody.search(_without_announcement(understood)))


def asks_of_several(understood: str) -> bool:
    """Whether somebody asks if several people may apply, whose cases may well differ."""
    return is_own_case(understood) and bool(table().several_people.search(understood))


def speaks_of_several(text: str) -> bool:
    """Whether a letter writes of several people."""
    return bool(table().of_several.search(text))


def asks_of_one(understood: str) -> bool:
    """Whether somebody asks of the one person that they wrote of just before: 他的论文算不算."""
    return bool(table().one_person.search(understood))


def asks_of_one_like(understood: str) -> bool:
    """Whether somebody asks of people in a case that was told just before: 像我这样的能不能直接认定."""
    return bool(table().one_like.search(understood))


def _without_announcement(understood: str) -> str:
    """A sentence without the words that only announce its question: whose case is meant is not said there."""
    return "".join(map(_behind_lead, CLAUSES.split(understood)))


def _behind_lead(clause: str) -> str:
    """What stands behind the words that announce a question; all of a clause that asks itself, or announces none."""
    lead = None if table().interrogatives.search(clause) else table().leads.search(clause)
    return clause[lead.end() :] if lead else clause


def asks_for_yes(understood: str) -> bool:
    """Whether a yes or a no is asked for, and nothing more: 够不够条件, not 创多少效益才够条件."""
    return not table().more_than_yes.search(understood)


def asks_whose(understood: str) -> bool:
    """Whether somebody asks to whom they are to apply."""
    return bool(table().whose_case.search(understood)) and not table().handing_in.search(understood)


def wants_verdict(understood: str) -> bool:
    """Whether the verdict on somebody's case may be what is asked for."""
    return is_own_case(understood) or asks_whose(understood)


def points_back(understood: str) -> bool:
    """Whether a question rests on what was said before it."""
    return bool(table().pointing.search(understood))


def without_pointing(understood: str) -> str:
    """Words without those that point at what was said before."""
    return table().pointing.sub("", understood)


def leaves_out_what(understood: str) -> bool:
    """Whether a question leaves out what it asks, which the one before it says: 6月授权的专利呢, 有什么依据."""
    is_left_out = {found.group() for found in table().interrogatives.finditer(understood)} == {"呢"}
    is_how = table().how_then.search(understood.rstrip("。.!！?？ "))
    return is_left_out or bool(is_how or table().basis.search(understood))


def sees_subject(text: str) -> bool:
    """Whether a text says nothing itself: it is empty, or sends the reader to the subject."""
    return not HAN_OR_LETTER.search(text) or bool(table().see_subject.search(simplify(text).lower()))


def sees_attachment(text: str) -> bool:
    """Whether a text sends the reader to an attachment for what it asks, or for the case."""
    return bool(table().see_attachment.search(simplify(text).lower()))
