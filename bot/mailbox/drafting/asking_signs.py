"""How likely a sentence of a letter asks: a linear model over its characters and its signs.

    chance = 1 / (1 + e^-(bias + Σ weight(feature) · value(feature) / length))

Features are runs of one to three characters of the whole sentence, runs of two and three of its last clause (`~`), and
signs (`=`), which are patterns of `asking.yaml` or forms. The weights (`asking_weights.json`) are learned from labelled
sentences by `make asking`: what is above nought speaks for a question, what is below against.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from math import exp, sqrt
from pathlib import Path

from bot.mailbox.drafting.asking_patterns import table
from bot.mailbox.drafting.courtesies import complains_last, is_idle, only_thanks, without_courtesies
from bot.mailbox.drafting.sentences import CLAUSES, LetterSentence

WEIGHTS = Path(__file__).with_name("asking_weights.json")
BIAS = ""  # the name of the weight that every sentence has
SIGN = 4.0  # how much more a sign counts than a run of characters
BARE = "=bare"  # a sentence without any sign that it asks
SHORT, LONG = 8, 40  # characters
NUMBER = re.compile(r"\d+")
ENDS = " 。.!！?？~～…"  # behind the last word of a sentence
COLON = re.compile(r"[:：]")
Sign = Callable[[LetterSentence], object]

ASKING: dict[str, Sign] = {  # signs that a sentence asks
    "=mark": lambda sentence: sentence.is_marked,
    "=lead": lambda sentence: table().leads.search(sentence.understood),
    "=word": lambda sentence: table().interrogatives.search(without_courtesies(sentence.understood)),
    "=choice": lambda sentence: table().choices.search(without_courtesies(sentence.understood)),
    "=demand": lambda sentence: table().demands.search(sentence.understood),
    "=request": lambda sentence: table().requests.search(sentence.understood),
    "=named": lambda sentence: names_something(without_courtesies(sentence.understood)),
}
OTHER: dict[str, Sign] = {
    "=last": lambda sentence: table().interrogatives.search(last_clause(sentence.understood)),
    "=end": lambda sentence: ends_asking(sentence.understood),
    "=complains": lambda sentence: complains_last(sentence.understood),
    "=idle": lambda sentence: is_idle(sentence.understood),
    "=thanks": lambda sentence: table().thanks.search(sentence.understood),
    "=item": lambda sentence: sentence.is_item,
    "=short": lambda sentence: len(sentence.understood) < SHORT,
    "=long": lambda sentence: len(sentence.understood) >= LONG,
}


def chance_of_asking(sentence: LetterSentence) -> float:
    """How likely a sentence asks, from 0 to 1."""
    return chance_by(weights(), sentence)


def chance_by(known: Mapping[str, float], sentence: LetterSentence) -> float:
    """The same by these weights; what stands behind a colon may ask by itself."""
    *before, behind = COLON.split(sentence.written)
    alone = _chance_of_whole(known, LetterSentence.of(behind)) if before and behind.strip() else 0.0
    return max(alone, _chance_of_whole(known, sentence))


def _chance_of_whole(known: Mapping[str, float], sentence: LetterSentence) -> float:
    """The chance of a sentence by all that stands in it."""
    values = {name: value for name, value in features(sentence) if name in known}
    length = sqrt(sum(value * value for value in values.values())) or 1.0
    score = known[BIAS] + sum(known[name] * value for name, value in values.items()) / length
    return 1 / (1 + exp(-score))


def bears_sign(sentence: LetterSentence) -> bool:
    """Whether a sentence bears any sign that it asks."""
    return any(sign(sentence) for sign in ASKING.values())


def features(sentence: LetterSentence) -> Iterator[tuple[str, float]]:
    """What a sentence is judged by, each with its value; some come twice."""
    words = sentence.understood
    yield from ((run, 1.0) for run in _runs(words, 1, 2, 3))
    yield from ((f"~{run}", 1.0) for run in _runs(last_clause(words), 2, 3))
    asking = [name for name, sign in ASKING.items() if sign(sentence)]
    yield from ((name, SIGN) for name in asking or [BARE])
    yield from ((name, SIGN) for name, sign in OTHER.items() if sign(sentence))


def _runs(words: str, *lengths: int) -> Iterator[str]:
    """The runs of characters of words with their borders; every number counts as nought."""
    bordered = f"^{NUMBER.sub('0', words.lower().strip())}$"
    return (bordered[at : at + length] for length in lengths for at in range(len(bordered) - length + 1))


def last_clause(words: str) -> str:
    """The last clause that says anything but thanks."""
    clauses = [clause for clause in CLAUSES.split(words) if clause.strip()]
    return next((clause for clause in reversed(clauses) if not only_thanks(clause)), clauses[-1] if clauses else "")


def ends_asking(words: str) -> bool:
    """Whether words end in a choice between yes and no: 转回去行不行, not 行不行都得去."""
    return bool(table().yes_or_no.search(without_courtesies(words).rstrip(ENDS)))


def names_something(words: str) -> bool:
    """Whether words behind an announcement name what is asked, and do not tell of something else."""
    named = table().named.search(words)
    if not named:
        return False
    first = re.split(r"[,，。;；:：!！]", words[named.end() :].lstrip(" ,，:：、一下"))[0]
    return not table().nothing.fullmatch(first) and not table().statement.search(first)


@cache
def weights() -> dict[str, float]:
    """The weights of asking_weights.json."""
    read: dict[str, float] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return read
