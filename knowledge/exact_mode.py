"""jieba's exact mode: the cut of a text whose words together are the most frequent, as `jieba.cut(text, HMM=False)`.

To import jieba takes a tenth of a whole answer, for its model of unknown words, which is not used here. The tests hold
the two together.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import log

RUN = re.compile(r"([\u4E00-\u9FD5a-zA-Z0-9+#&\._%\-]+)")
SPACE = re.compile(r"(\r\n|\s)")
LETTER = re.compile(r"[a-zA-Z0-9]")

Ends = Callable[[str, int], Sequence[int]]  # where the words end that begin at an offset of a run, inclusive


def cut(text: str, ends: Ends, frequencies: Mapping[str, int], total: int) -> Iterator[str]:
    """The pieces that make up a text: words, numbers, and what stands between them; `total`: of all frequencies."""
    for number, part in enumerate(RUN.split(text)):
        if number % 2:
            yield from _with_joined_letters(_words_of(part, ends, frequencies, total))
        else:
            for place, sign in enumerate(SPACE.split(part)):
                yield from [sign] if place % 2 else sign


def _words_of(run: str, ends: Ends, frequencies: Mapping[str, int], total: int) -> Iterator[str]:
    """The words of a run on the way through it that is likeliest as a whole; of even ways that with the longer word."""
    likeliest = [(0.0, 0)] * (len(run) + 1)
    for start in reversed(range(len(run))):
        likeliest[start] = max(
            (log(frequencies.get(run[start : end + 1]) or 1) - log(total) + likeliest[end + 1][0], end)
            for end in ends(run, start) or (start,)
        )
    start = 0
    while start < len(run):
        end = likeliest[start][1] + 1
        yield run[start:end]
        start = end


def _with_joined_letters(words: Iterator[str]) -> Iterator[str]:
    """The words with neighbouring single letters and digits in one."""
    letters = ""
    for word in words:
        if len(word) == 1 and LETTER.match(word):
            letters += word
            continue
        if letters:
            yield letters
            letters = ""
        yield word
    if letters:
        yield letters
