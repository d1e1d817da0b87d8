"""Several questions in one message, each asked by itself and answered under its number."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain, zip_longest

from bot.core.reply import Option, Reply
from bot.core.turn import Step
from bot.text.paragraph import Paragraph
from knowledge.answer import Answer
from knowledge.question import Question, Reader
from knowledge.terms import search_form
from knowledge.value import replace

SURE = 0.5  # the share of its likeliest topic from which on a piece is a question by itself
RATHER = 0.3  # the same of one that asks for a kind of answer that is its topic's: when, where
SHORTEST, MOST = 3, 4  # characters of a question, and questions of one message
MOST_QUOTES = 4
PIECES = re.compile(r"[。！？!?；;，,\n\s]+")


def questions_in(text: str, reader: Reader, today: date) -> list[str]:
    """The questions of a message that asks about several matters; nothing where it asks about one."""
    found: dict[str, str] = {}
    told: list[str] = []
    asking = reader.lexicon.asking
    for piece in filter(None, PIECES.split(text)):
        if asking.is_opening(bare := search_form(piece)):
            continue
        if len(piece) >= SHORTEST and asking.is_question(bare):
            question = reader.read(piece, today)
            if not _is_clear(question, reader):
                return []
            found.setdefault(question.topics.best(1)[0], "，".join((*told, piece)))
            told = []
        elif not found:
            told.append(piece)
    return list(found.values())[:MOST] if len(found) > 1 else []


def _is_clear(question: Question, reader: Reader) -> bool:
    """Whether a piece surely asks about its likeliest topic, or rather so and for the kind of answer that this has."""
    topics, share = question.topics, question.topics.first_share
    asks = (reader.library.topic(topic).asks for topic in topics.best(1))
    return share >= SURE or (share >= RATHER and not question.prefer.isdisjoint(asks))


def joined_steps(questions: Sequence[str], steps: Sequence[Step]) -> Step:
    """The replies to several questions as one, each under its number; the conversation goes on from the last."""
    replies = [reply for reply, _ in steps]
    pieces = (numbered(*each) for each in enumerate(zip(questions, replies, strict=True), 1))
    paragraphs = tuple(chain.from_iterable(pieces))
    rows = replies[-1].rows[-1:]
    reply = replace(replies[0], paragraphs=paragraphs, rows=feedback(rows), answer=together(replies))
    return reply, steps[-1][1]


def numbered(number: int, part: tuple[str, Reply]) -> Iterator[Paragraph]:
    """One of the replies under its question."""
    question, reply = part
    yield Paragraph(f"{number}. {question}")
    yield from (each for each in reply.paragraphs if each.style != "note")


def feedback(rows: tuple[tuple[Option, ...], ...]) -> tuple[tuple[Option, ...], ...]:
    """The choices that belong to no single question."""
    return tuple(row for row in rows if not any(choice.numbered for choice in row))


def together(replies: Sequence[Reply]) -> Answer | None:
    """The answers as one, the best quotes of each first."""
    answers = [reply.answer for reply in replies if reply.answer]
    if not answers:
        return None
    first = next((each for each in answers if each.status != "no_answer"), answers[0])
    ranks = zip_longest(*(each.citations for each in answers))
    citations = {(each.notice.id, each.span): each for rank in ranks for each in rank if each}
    return replace(first, citations=tuple(citations.values())[:MOST_QUOTES])
