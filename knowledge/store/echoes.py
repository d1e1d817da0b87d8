"""The sentences of drafts and the adopted notices that say the same, kept up as notices come, change and go."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain
from sqlite3 import Connection
from typing import Any

from rapidfuzz import fuzz, process

from knowledge.store.library import PASSAGES
from knowledge.store.seals import seal

SAME = 70.0  # per cent of two sentences' characters that an echo shares, in order
SENTENCES = 11  # where a row of `PASSAGES` has them

SAID = "SELECT notice, sentences FROM passage WHERE notice IN (SELECT value FROM json_each(?))"
IDS = "SELECT id FROM passage WHERE notice = ?"
WRITE = "UPDATE passage SET sentences = ?, seal = ? WHERE id = ?"

Record = Mapping[str, Any]  # a sentence as the table has it


class EchoWriter:
    """Has each sentence of a draft name the adopted notices that say the same in nearly the same words."""

    def __init__(self, connection: Connection, adopted: Collection[str], changed: Collection[str]) -> None:
        self.connection = connection
        self.adopted = frozenset(adopted)
        self.changed = frozenset(changed)

    def write(self, draft: str) -> None:
        """The same of one draft, compared with what changed; one that itself changed, with all."""
        compared = self.adopted if draft in self.changed else self.adopted & self.changed
        ids = json.dumps([number for (number,) in self.connection.execute(IDS, [draft])])
        rows = [values for *values, _seal in self.connection.execute(PASSAGES, [ids])]
        records = [json.loads(values[SENTENCES]) for values in rows]
        echoes = self._echoes([*chain.from_iterable(records)], compared)
        for values, sentences in zip(rows, records, strict=True):
            written = json.dumps([{**each, "echoes": next(echoes)} for each in sentences], ensure_ascii=False)
            if written != values[SENTENCES]:
                values[SENTENCES] = written
                self.connection.execute(WRITE, [written, seal(values), values[0]])

    def _echoes(self, sentences: Sequence[Record], compared: frozenset[str]) -> Iterator[list[str]]:
        """Of each sentence the notices that say the same; those that it is not compared with stay."""
        found = [set(each["echoes"]) & (self.adopted - compared) for each in sentences]
        texts = [each["text"] for each in sentences]
        for notice, said in self.connection.execute(SAID, [json.dumps(sorted(compared))]):
            for other in json.loads(said):
                for _text, _ratio, place in process.extract_iter(
                    other["text"], texts, scorer=fuzz.ratio, score_cutoff=SAME
                ):
                    found[place].add(notice)
        return map(sorted, found)
