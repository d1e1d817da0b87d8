"""Text → words: jieba's words and character bigrams in one stream, from a dictionary that stands in SQLite.

A two-character word is counted twice, as a word and as a bigram; that is its weight, and it mends what jieba cuts
apart (副/高级职称). Measured in `docs/decisions/0003-words-and-bigrams.md`. jieba's own start reads 350,000 words; here
the few words that can occur in one text are looked up, and the cut is that of `jieba.cut(text, HMM=False)`.
"""

import json
import re
import unicodedata
from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from math import log
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge import exact_mode
from knowledge.errors import DamagedLibrary
from knowledge.store.seals import short_seal

if TYPE_CHECKING:
    from opencc import OpenCC

LONGEST_WORD = 16  # characters; the longest in jieba's dictionary
NEAR = 6  # characters on either side that tell how a text is cut at a place
LENGTHS = range(1, LONGEST_WORD + 1)
RECENT = 64  # texts whose words are remembered: a turn asks for those of the same one several times
RUN = re.compile(r"[\u4e00-\u9fff]+|[a-z0-9][a-z0-9.%@_-]*")
INVISIBLE = re.compile(r"[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\u00ad\ud800-\udfff]")
CONTROL = re.compile(r"(?!\n)[\x00-\x1f\x7f-\x9f]")
CROWDED = re.compile(
    r"[^\w\s\x00-\x7f]{31,}"
)  # a run of signs: no letter has so many marks, and NFKC sorts them slowly
MOST_MARKS = 30  # UAX #15, Stream-Safe Text Format


def normalise(text: str) -> str:
    """A text as it is searched: NFKC, simplified characters, lower case, nothing invisible, single spaces."""
    if _is_as_searched(text):
        return text
    visible = CROWDED.sub(thin, CONTROL.sub(" ", INVISIBLE.sub("", text)))
    folded = unicodedata.normalize("NFKC", visible).lower()
    return " ".join(simplify(folded).split())


def _is_as_searched(text: str) -> bool:
    """Whether a text is nothing but simplified Chinese characters, as most names are."""
    if not text or min(text) < "\u4e00" or max(text) > "\u9fff":
        return False
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def thin(found: re.Match[str]) -> str:
    """A run of signs with no more marks on letters than any letter has."""
    run = found.group()
    marks = [at for at, sign in enumerate(run) if unicodedata.combining(sign)]
    left_out = frozenset(marks[MOST_MARKS:])
    return "".join(sign for at, sign in enumerate(run) if at not in left_out)


def han_in(text: str) -> str:
    """The Chinese characters of a text; a pattern with so many in a class takes a millisecond to be made."""
    return "".join([sign for sign in text if "\u4e00" <= sign <= "\u9fff"])


def simplify(text: str) -> str:
    """Traditional characters to simplified ones; the converter is loaded only where GB 2312 lacks a Chinese one."""
    try:
        han_in(text).encode("gb2312")
    except UnicodeEncodeError:
        converted: str = converter().convert(text)
        return converted
    return text


@cache
def converter() -> "OpenCC":
    """What turns traditional characters into simplified ones."""
    from opencc import OpenCC  # noqa: PLC0415  # slow to import, and hardly ever needed

    return OpenCC("t2s")


EVERY_WORD = "SELECT word, frequency, tag, seal FROM dictionary"
WORDS = "SELECT word, frequency, tag, seal FROM dictionary WHERE word IN (SELECT value FROM json_each(?))"
DictionaryRow = tuple[str, int, str, int]


def proven(rows: Iterable[DictionaryRow]) -> Iterator[tuple[str, int, str]]:
    """Rows of the dictionary without their seals; `DamagedLibrary` where one is not as it was written."""
    for word, frequency, tag, sealed in rows:
        if short_seal(word, frequency, tag) != sealed:
            raise DamagedLibrary(f"the library is damaged: the word {word!r:.40} was changed in the file")
        yield word, frequency, tag


class Segmenter:
    """jieba's exact mode over a dictionary table `dictionary(word, frequency, tag, seal)`, read by `rows`.

    `total` is the sum of all frequencies. Only the words that can occur in the text at hand are read.
    """

    def __init__(self, rows: Callable[..., list[DictionaryRow]], total: int) -> None:
        self.rows = rows
        self.total = total
        self.frequencies: dict[str, int] = {}
        self.has_all = False
        self.prepared = ""
        self.lengths: defaultdict[str, list[int]] = defaultdict(list)
        self.recent = lru_cache(RECENT)(self.words_of)
        self.exactly = lru_cache(RECENT)(self.pieces_of)

    def read_all(self) -> None:
        """Read the whole dictionary at once, for cutting much text."""
        if self.has_all:
            return
        self.hold((word, frequency) for word, frequency, _tag in proven(self.rows(EVERY_WORD)))

    def hold(self, frequencies: Iterable[tuple[str, int]]) -> None:
        """Cut with these words, which are all that there are."""
        self.know(frequencies)
        self.has_all = True

    def know(self, frequencies: Iterable[tuple[str, int]]) -> None:
        """Cut with these words, too."""
        for word, frequency in frequencies:
            self.frequencies[word] = frequency
            lengths = self.lengths[word[0]]
            if len(word) not in lengths:
                insort(lengths, len(word))

    def read(self, words: list[str]) -> Iterator[tuple[str, int, str]]:
        """Those of some pieces of text that are words, with their frequencies and parts of speech."""
        return proven(self.rows(WORDS, json.dumps(words, ensure_ascii=False)))

    def cut(self, text: str) -> Iterator[str]:
        """The pieces that make up a text of which every word that can occur was read."""
        return exact_mode.cut(text, self.ends, self.frequencies, self.total)

    def ends(self, sentence: str, start: int) -> list[int]:
        """Where the words end that begin at an offset, inclusive."""
        most = len(sentence) - start
        lengths = self.lengths.get(sentence[start], ())
        return [start + n - 1 for n in lengths if n <= most and self.frequencies.get(sentence[start : start + n])]

    def prepare(self, text: str) -> None:
        """Read at once what is needed to cut any part of a text; the last text is remembered."""
        if not (self.has_all or text in self.prepared):
            self.learn(RUN.findall(text))
            self.prepared = text

    def learn(self, runs: Iterable[str]) -> None:
        """Read the frequencies of the words that can occur in some runs and were not read before, all at once."""
        pieces = {run[at : at + length] for run in set(runs) for at in range(len(run)) for length in LENGTHS}
        unread = sorted(pieces.difference(self.frequencies))
        self.know((word, frequency) for word, frequency, _tag in self.read(unread))

    def usage(self, word: str) -> tuple[float, str] | None:
        """How rare a word is in general text, minus the logarithm of its share, and its part of speech."""
        rarities = ((-log(max(frequency, 1) / self.total), tag) for _word, frequency, tag in self.read([word]))
        return next(rarities, None)

    def pieces_of(self, text: str) -> tuple[str, ...]:
        """The pieces that make up a text, jieba's words and what stands between them; `exactly` remembers some."""
        if not self.has_all and text not in self.prepared:
            self.learn([text])
        return tuple(self.cut(text))

    def words(self, text: str) -> list[str]:
        """jieba's words of a normalised text, punctuation left out."""
        return list(self.recent(text))

    def words_of(self, text: str) -> tuple[str, ...]:
        """The same, as they are remembered."""
        runs = RUN.findall(text)
        if not self.has_all and text not in self.prepared:
            self.learn(runs)
        return tuple(word for run in runs for word in self.cut(run))

    def stream(self, text: str) -> list[str]:
        """The words of a normalised text and the bigrams of its characters, each as often as it occurs."""
        return [*self.words(text), *bigrams(text)]


def is_whole(cut: Callable[[str], Iterable[str]], text: str, start: int, end: int) -> bool:
    """Whether no word of a text, cut near a span, begins outside of that span and ends inside it, or the other way."""
    at = max(0, start - NEAR)
    for word in cut(text[at : end + NEAR]):
        first, at = at, at + len(word)
        if first < start < at < end or start < first < end < at:
            return False
    return True


def bigrams(text: str) -> Iterator[str]:
    """Every two neighbouring Chinese characters."""
    for run in RUN.findall(text):
        if han_in(run[0]):
            yield from (run[at : at + 2] for at in range(len(run) - 1))


def dictionary_rows() -> Iterator[tuple[str, int, str]]:
    """jieba's dictionary: each word with its frequency in jieba's corpus and its part of speech."""
    import jieba  # noqa: PLC0415  # slow to import

    path = Path(jieba.__file__).with_name("dict.txt")
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            word, frequency, tag = line.split()
            yield word, int(frequency), tag
