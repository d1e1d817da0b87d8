"""Postings that wait to be written, many at once: sorted in one go instead of put into their lists one by one."""

from array import array
from collections.abc import Collection, Iterator
from itertools import pairwise

import numpy as np

from knowledge.store.posting_list import BITS, MOST, SEGMENT, PostingList


class AddedPostings:
    """Postings as passages are added, to be given out by the list in which they belong."""

    def __init__(self) -> None:
        self.words = array("I")
        self.passages = array("I")
        self.counts = array("I")

    def __len__(self) -> int:
        return len(self.words)

    def put(self, passage: int, words: Collection[int], counts: Collection[int]) -> None:
        """Add a passage with its words, and how often it holds each."""
        self.words.extend(words)
        self.passages.extend(array("I", [passage]) * len(words))
        self.counts.extend(counts)

    def lists(self) -> Iterator[tuple[int, PostingList]]:
        """The list of each word and segment, with its key; in the order of keys."""
        passages = np.frombuffer(self.passages, np.uint32)
        words = np.frombuffer(self.words, np.uint32).astype(np.uint64)
        keys = words << np.uint64(BITS) | passages // SEGMENT
        order = np.argsort(keys * np.uint64(SEGMENT) + passages % SEGMENT)
        keys = keys[order]
        places = (passages % SEGMENT).astype(np.uint16)[order]
        counts = np.minimum(np.frombuffer(self.counts, np.uint32), MOST).astype(np.uint16)[order]
        starts = np.flatnonzero(np.diff(keys, prepend=~keys[:1]))
        for start, end in pairwise([*starts.tolist(), len(keys)]):
            yield int(keys[start]), PostingList(places[start:end].tobytes() + counts[start:end].tobytes())
