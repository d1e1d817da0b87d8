"""Learns which sentences of letters ask: run by `make asking`, which writes `asking_weights.json`.

    python -m tests.asking [--held-out] [SENTENCE …]

A logistic regression, fitted by AdaGrad (Duchi, Hazan and Singer, 2011) in a fixed order, so that the same sentences
give the same octets. With --held-out each author's sentences are judged by weights learned from those of all others,
and nothing is written; with sentences what speaks for and against each is printed.
"""

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from math import exp, sqrt
from pathlib import Path
from typing import NamedTuple

from bot.mailbox.drafting.asking_signs import BIAS, WEIGHTS, chance_by, chance_of_asking, features
from bot.mailbox.drafting.asking_signs import weights as known_weights
from bot.mailbox.drafting.askings import SURE
from bot.mailbox.drafting.sentences import LetterSentence, sentences_of
from bot.mailbox.reading.letter import read_letter
from bot.text.glossary import is_english
from knowledge.plain import plain
from knowledge.records import Model, read_record
from tests.cases.score import read_rows

CASES = Path(__file__).parent / "cases"
MAILS = ("mails", "more-mails", "letters", "stranger-letters")
CHATS = ("questions", "more-questions", "real-questions", "foreign")
CHAT = 0.1  # how much a question of a chat counts beside a sentence of a letter
FOLDS = 5  # of the sentences that were made up for this
ROUNDS, PACE, RIDGE = 12, 0.3, 1e-3
FEWEST = 8  # sentences that a feature stands in
SEED = 20261126
Weights = dict[str, float]


class MadeUp(Model):
    """What sentences.yaml holds."""

    tells: tuple[str, ...]
    asks: tuple[str, ...]


class Labelled(NamedTuple):
    """A sentence, whether it asks, whose it is, and how much it counts."""

    sentence: LetterSentence
    asks: bool
    author: str
    counts: float = 1.0


class Example(NamedTuple):
    """The features of a labelled sentence, their length one."""

    values: dict[str, float]
    asks: bool
    counts: float


def labelled() -> list[Labelled]:
    """Every labelled sentence that is not English."""
    made_up = read_record(MadeUp, CASES / "sentences.yaml")
    own = [(text, asks) for texts, asks in ((made_up.tells, False), (made_up.asks, True)) for text in texts]
    random.Random(SEED).shuffle(own)
    found = [
        *(each for name in MAILS for each in sentences_of_letters(name)),
        *(Labelled(LetterSentence.of(text), asks, f"fold {n % FOLDS}") for n, (text, asks) in enumerate(own)),
        *(Labelled(each, True, name, CHAT) for name in CHATS for each in questions_of_chats(name)),
    ]
    return [each for each in found if not is_english(each.sentence.written)]


def sentences_of_letters(name: str) -> Iterator[Labelled]:
    """The sentences of people's letters: those ask that a row has as a point.

    A further question right behind such a one is left out: a row may count both as one point.
    """
    for row in read_rows(CASES / f"{name}.jsonl"):
        letter = read_letter((CASES / name / row["file"]).read_bytes())
        wanted = [plain(point["asked"]) for point in row["points"]]
        is_behind = False
        for sentence in sentences_of(f"{letter.text}\n{letter.passed_on}") if row["kind"] != "automatic" else ():
            words = plain(sentence.written)
            asks = any(each in words or words in each for each in wanted)
            if asks or not (is_behind and sentence.is_marked):
                yield Labelled(sentence, asks, f"{name} {row['file'][0]}")
            is_behind = asks or (is_behind and sentence.is_marked)


def questions_of_chats(name: str) -> Iterator[LetterSentence]:
    """The last sentence of each question."""
    for row in read_rows(CASES / f"{name}.jsonl"):
        yield from sentences_of(row["question"])[-1:]


class Learner:
    """Learns weights from labelled sentences."""

    def __init__(self, sentences: Sequence[Labelled]) -> None:
        read = [(dict(features(each.sentence)), each) for each in sentences]
        counts = Counter(name for values, _ in read for name in values)
        known = {name for name, count in counts.items() if count >= FEWEST}
        self.examples = [Example(scaled(values, known), each.asks, each.counts) for values, each in read]

    @cached_property
    def weights(self) -> Weights:
        """The weights, rounded; those that are nought are left out."""
        found: defaultdict[str, float] = defaultdict(float)
        steps: defaultdict[str, float] = defaultdict(lambda: 1e-6)
        order, chance = list(self.examples), random.Random(SEED)
        for _ in range(ROUNDS):
            chance.shuffle(order)
            for example in order:
                self._learn(example, found, steps)
        return {name: round(weight, 2) for name, weight in sorted(found.items()) if abs(weight) >= 0.05} | {
            BIAS: round(found[BIAS], 2)
        }

    def _learn(self, example: Example, found: dict[str, float], steps: dict[str, float]) -> None:
        """Take one step towards an example."""
        score = found[BIAS] + sum(found[name] * value for name, value in example.values.items())
        miss = (1 / (1 + exp(-score)) - example.asks) * example.counts
        for name, value in (*example.values.items(), (BIAS, 1.0)):
            slope = miss * value + RIDGE * found[name]
            steps[name] += slope * slope
            found[name] -= PACE * slope / sqrt(steps[name])


def scaled(values: dict[str, float], known: set[str]) -> dict[str, float]:
    """The values of what is known in a fixed order, their length one."""
    kept = {name: values[name] for name in sorted(values.keys() & known)}
    length = sqrt(sum(value * value for value in kept.values())) or 1.0
    return {name: value / length for name, value in kept.items()}


def authors(sentences: Sequence[Labelled]) -> list[str]:
    """Those whose sentences stand in letters."""
    return list(dict.fromkeys(each.author for each in sentences if each.counts == 1))


def held_out(sentences: Sequence[Labelled], of: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Each of some authors, how many sentences are theirs, and how many are misjudged by what all others taught."""
    for author in of:
        weights = Learner([each for each in sentences if each.author != author]).weights
        theirs = [each for each in sentences if each.author == author]
        missed = [each for each in theirs if (chance_by(weights, each.sentence) >= SURE) != each.asks]
        yield author, len(theirs), len(missed)


def explain(words: str) -> Iterator[str]:
    """How likely a sentence asks, and what speaks most for it and against."""
    sentence = LetterSentence.of(words)
    known = known_weights()
    told = {name: known[name] * value for name, value in features(sentence) if name in known}
    order = sorted(told, key=lambda name: (-abs(told[name]), name))
    yield f"{chance_of_asking(sentence):.2f}  {words}  " + " ".join(f"{name}{told[name]:+.1f}" for name in order[:12])


def main() -> None:
    """Learn and write, or measure, or explain."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held-out", action="store_true", help="measure, and write nothing")
    parser.add_argument("sentences", nargs="*", help="sentences to explain")
    options = parser.parse_args()
    if options.held_out:
        sentences = labelled()
        for author, number, missed in held_out(sentences, authors(sentences)):
            print(f"{author:<14} {missed} of {number} misjudged")
    elif options.sentences:
        print("\n".join(line for words in options.sentences for line in explain(words)))
    else:
        weights = Learner(labelled()).weights
        WEIGHTS.write_text(json.dumps(weights, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
