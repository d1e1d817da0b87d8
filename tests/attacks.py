"""Adversarial texts for a pattern, made from the pattern itself, and how long it takes over them.

What a pattern backtracks on is a run of what one of its pieces matches, ended by what none does. So each piece of the
pattern is written out in a few ways, and repeated.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from time import process_time

from bot.deadline import deadline
from bot.errors import Overdue
from knowledge.asked import LONGEST
from knowledge.patterns import linear
from tests.patterns import Pattern

Tree = Sequence[tuple[object, object]]
CATEGORIES = {codes.CATEGORY_DIGIT: "7", codes.CATEGORY_SPACE: " ", codes.CATEGORY_WORD: "a"}
CATEGORIES |= {codes.CATEGORY_NOT_DIGIT: "中", codes.CATEGORY_NOT_SPACE: "中", codes.CATEGORY_NOT_WORD: ","}
RE2 = {"Nd": r"\d", "N": r"\d", "L": r"\w", "Z": r"\s"}  # what only RE2 has, in the classes of `re`
PLAIN = ("a", "7", " ", "中", "\n", ",", "一", "a.", "7-", "中 ", "(", "\t ")
ENDS = ("", "\x00")  # a run that a text ends with, and one that goes on with what hardly any pattern takes
MOST = 48  # runs that one pattern is attacked with
YARDSTICK = re.compile(r"(?:中\s?){1,70}x")  # takes about 2 ms over the longest question
BOUND = 2.5  # yardsticks that a pattern of Python may take over the longest question
AT_ONCE = 0.15  # yardsticks; what takes less does not grow faster than the text
HUNG = 0.2  # seconds of the process
PATIENCE = 2.0  # seconds of the clock until work is broken off: others work here, too
LONGEST_MATCH = 300  # repetitions that are counted as bounded
FACTOR = 4  # by which a text is made longer to see how the time grows
FASTEST = 8.0  # growth; linear is FACTOR, quadratic its square
LOOKS = 3  # the shortest of so many counts: other processes only make it longer


class Writer:
    """Writes out what a pattern can match; the same seed writes the same."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def text(self, tree: Tree) -> str:
        """One text that a tree of `re` matches, look-around aside."""
        return "".join(self.piece(code, value) for code, value in tree)

    def piece(self, code: object, value) -> str:  # type: ignore[no-untyped-def]  # what `re` keeps has no types
        """One text that a node matches."""
        if code is codes.LITERAL:
            return chr(value)
        if code in (codes.NOT_LITERAL, codes.ANY):
            return self.random.choice("a中7 ")
        if code is codes.IN:
            return self.one_of(value)
        if code is codes.BRANCH:
            return self.text(self.random.choice(value[1]))
        if code in REPEATS:
            least, most, each = value
            return "".join(self.text(each) for _ in range(self.random.randint(least, min(most, least + 2))))
        return self.text(inside(code, value)[0]) if code in (codes.SUBPATTERN, codes.ATOMIC_GROUP) else ""

    def one_of(self, options) -> str:  # type: ignore[no-untyped-def]  # the same
        """One character of a class."""
        code, value = self.random.choice(options)
        if code is codes.NEGATE or options[0][0] is codes.NEGATE:
            return self.random.choice("a中7 ,x")
        if code is codes.RANGE:
            return chr(self.random.randint(*value))
        return chr(value) if code is codes.LITERAL else CATEGORIES[value]


REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)


def inside(code: object, value) -> list[Tree]:  # type: ignore[no-untyped-def]  # the same
    """The trees inside a node."""
    if code in REPEATS:
        return [value[2]]
    if code is codes.BRANCH:
        return list(value[1])
    if code is codes.SUBPATTERN:
        return [value[3]]
    if code in (codes.ASSERT, codes.ASSERT_NOT):
        return [value[1]]
    return [value] if code is codes.ATOMIC_GROUP else []


def pieces(tree: Tree) -> Iterator[Tree]:
    """A tree, and every tree inside it."""
    yield tree
    for code, value in tree:
        for each in inside(code, value):
            yield from pieces(each)


def tree_of(pattern: Pattern) -> Tree:
    """The tree that `re` makes of a pattern."""
    text = pattern.text if isinstance(pattern.text, str) else pattern.text.decode("latin-1")
    text = re.sub(r"\\p\{(\w+)\}", lambda found: RE2[found[1]], text).replace("(?m)", "", 1)
    tree: Tree = parser.parse(text, pattern.flags)
    return tree


def is_bounded(pattern: Pattern) -> bool:
    """Whether RE2, which takes linear time for one match, finds matches of a bounded length only."""
    return pattern.is_linear and not any(
        code in REPEATS and value[1] > LONGEST_MATCH for tree in pieces(tree_of(pattern)) for code, value in tree
    )


def runs(pattern: Pattern) -> list[str]:
    """What to repeat: pieces of the pattern written out, alone and behind what stands before them."""
    writer = Writer(7)
    found: dict[str, None] = {}
    for piece in pieces(tree_of(pattern)):
        for end in range(1, len(piece) + 1):
            for start in {0, end - 1, max(0, end - 2)}:
                found[writer.text(piece[start:end])] = None
    own = [each for each in found if each and each not in PLAIN]
    writer.random.shuffle(own)
    return [*PLAIN, *own[: MOST - len(PLAIN)]]


@dataclass(frozen=True)
class Weakness:
    """What a pattern takes too long over: the piece that is repeated, and the seconds at growing lengths."""

    repeated: str
    seconds: tuple[float, ...]


def weakness(pattern: Pattern) -> Weakness | None:
    """What makes the time grow faster than the text or, where Python matches it, longer than one pattern may take."""
    if is_bounded(pattern):
        return None
    compiled = linear(str(pattern.text)) if pattern.is_linear else re.compile(pattern.text, pattern.flags)
    ways: tuple[Callable[[str], object], ...] = (
        lambda text: sum(1 for _ in compiled.finditer(text)),
        compiled.fullmatch,
    )
    for run in runs(pattern):
        for end in ENDS:
            for way in ways:
                look = Look(way, run, end, is_bytes=isinstance(pattern.text, bytes))
                if seconds := look.growing() or (() if pattern.is_linear else look.slow()):
                    return Weakness(run, seconds)
    return None


@dataclass(frozen=True)
class Look:
    """One way of holding a pattern against a run of something."""

    way: Callable[[str], object]
    run: str
    end: str
    is_bytes: bool

    def seconds(self, length: int, looks: int = 1) -> float:
        """How long it takes at a length, at the most until it counts as hung."""
        text = (self.run * (length // len(self.run) + 1))[:length] + self.end
        held = text.encode("latin-1", "replace") if self.is_bytes else text
        return min(timed(lambda: self.way(held)) for _ in range(looks))  # type: ignore[arg-type]

    def slow(self) -> tuple[float, ...]:
        """The time over the longest question, where it is more than one pattern may take."""
        if self.seconds(LONGEST) <= BOUND * usual_yard() or (seconds := self.seconds(LONGEST, LOOKS)) <= BOUND * yard():
            return ()
        return (seconds,)

    def growing(self) -> tuple[float, ...]:
        """The times at two lengths, where they grow faster than the text."""
        for looks in (1, LOOKS):
            short = self.seconds(LONGEST, looks)
            if short <= AT_ONCE * usual_yard():
                return ()
            if short >= HUNG:
                return (short,)
            long = self.seconds(LONGEST * FACTOR, looks)
            if long <= FASTEST * short:
                return ()
        return short, long


def yard() -> float:
    """The seconds that the yardstick takes now: more where other processes work here, too."""
    look = Look(lambda text: sum(1 for _ in YARDSTICK.finditer(text)), "中", "", is_bytes=False)
    return look.seconds(LONGEST, LOOKS)


usual_yard = cache(yard)  # of this process, measured once


def timed(work: Callable[[], object]) -> float:
    """The seconds of the process that some work takes; those after which it counts as hung, where it is broken off."""
    began = process_time()
    try:
        with deadline(PATIENCE):
            work()
    except Overdue:
        return max(HUNG, process_time() - began)
    return process_time() - began
