"""Sentences that want no answer: greetings and thanks, what asks for a reply only, and questions that complain."""

from collections.abc import Iterator
from functools import lru_cache

from bot.mailbox.drafting.asking_patterns import table
from bot.mailbox.drafting.sentences import CLAUSES, LetterSentence

RUN_ON = 40  # characters of a clause; a longer one was written without commas
RECENT = 64  # sentences; several signs look at the same one


@lru_cache(RECENT)
def without_courtesies(words: str) -> str:
    """A sentence without what asks for an answer, or after somebody's health, and without what only complains."""
    return "".join(clause for clause in CLAUSES.split(words) if not (is_courtesy(clause) or complains(clause)))


def is_courtesy(clause: str) -> bool:
    """Whether a clause is nothing but a courtesy."""
    words = clause.strip(" ,，、;；:：。.!！?？~～")
    if not words:
        return False
    rest = table().courtesies.sub("", words, count=1)
    return not table().nothing.fullmatch(words) and bool(table().nothing.fullmatch(rest))


def complains(clause: str) -> bool:
    """Whether a clause puts a question that wants no answer, 这公平吗, and behind it, where it runs on, no other."""
    found = table().rhetorical.search(clause.strip("。.!！?？ "))
    if not found:
        return False
    behind = clause[found.end() :] if len(clause) > RUN_ON else ""
    return not any(len(each.group()) > 1 for each in table().interrogatives.finditer(behind))


def complains_last(words: str) -> bool:
    """Whether the clause that bears the mark of a question asks for no answer."""
    clauses = [clause for clause in CLAUSES.split(words) if clause.strip()]
    return bool(clauses) and complains(clauses[-1])


def is_idle(words: str) -> bool:
    """Whether every clause of a sentence is a courtesy or complains."""
    clauses = [clause for clause in CLAUSES.split(words) if clause.strip()]
    return bool(clauses) and all(is_courtesy(clause) or complains(clause) for clause in clauses)


def thanks_only(sentences: list[LetterSentence]) -> bool:
    """Whether sentences say thanks, and nothing else."""
    said = list(filter(None, _bare_clauses(sentences)))
    is_thanks = [only_thanks(clause) for clause in said]
    return any(is_thanks) and all(
        thanked or table().closing_words.search(clause) for thanked, clause in zip(is_thanks, said, strict=True)
    )


def gives_thanks(sentences: list[LetterSentence]) -> bool:
    """Whether one of the clauses says thanks, whatever the others tell."""
    return any(map(only_thanks, _bare_clauses(sentences)))


def only_thanks(clause: str) -> bool:
    """Whether a clause says thanks, and asks nothing: 谢谢, not 收到了吗."""
    return bool(table().thanks.search(clause)) and not table().interrogatives.search(clause)


def _bare_clauses(sentences: list[LetterSentence]) -> Iterator[str]:
    """The clauses of sentences without their signs."""
    for sentence in sentences:
        yield from (clause.strip(" ,，。.!！~～") for clause in CLAUSES.split(sentence.understood))


def is_courteous(sentence: LetterSentence) -> bool:
    """Whether a sentence only greets or thanks."""
    words = sentence.understood.strip(" ,，。.!！~～")
    return bool(table().closing_words.search(words)) or thanks_only([sentence])
