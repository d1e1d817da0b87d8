"""Writing the library: of each table what changed, and nothing else; every row with its seal."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from functools import cached_property, partial
from itertools import chain, groupby
from typing import TYPE_CHECKING

import jieba

from knowledge.catalogue import Catalogue
from knowledge.labelling import Labelling
from knowledge.labels import Labels
from knowledge.notice import Notice, Source
from knowledge.rounds import latest
from knowledge.scope import Tables
from knowledge.spelling import sound_of, sounds_of
from knowledge.store.fingerprint import code
from knowledge.store.index_writing import IndexWriter
from knowledge.store.indexing import Row, rows_of, with_echoes
from knowledge.store.library import TOPICS as TOPIC_ROWS
from knowledge.store.library import Library
from knowledge.store.ranking import idf
from knowledge.store.report import BuildReport
from knowledge.store.seals import seal, short_seal
from knowledge.terms import Lexicon
from knowledge.topic_reading import BUCKETS, Cut, Feature, bucket_of, features
from knowledge.words import Segmenter, dictionary_rows, normalise

if TYPE_CHECKING:
    from sqlite_utils import Database

PASSAGE = """
    INSERT INTO passage (
        digest, id, notice, number, path, start, "end", lead, cells, text, heading, named, sentences, length, seal
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


class Writer:
    """Writes what changed; whoever calls it holds the transaction."""

    def __init__(self, db: "Database", lexicon: Lexicon, catalogue: Catalogue) -> None:
        self.db = db
        self.lexicon = lexicon
        self.catalogue = catalogue

    def write(
        self, sources: Sequence[Source], labels: Mapping[str, Labels | None], wanted: str, left_out: tuple[str, ...]
    ) -> BuildReport:
        """Bring every table up to these sources and say what that took; `left_out`: why others cannot be read."""
        self.write_dictionary()
        self._write_notices(sources)
        labelling = Labelling(self.catalogue, labels, lambda: self.cut)
        tables = Tables(self.lexicon, [source.notice for source in sources], self._exactly)
        rows = [row for source in sources for row in rows_of(source, tables, labelling.topics_of)]
        rows = with_echoes(rows, sources)
        counted = telling(tables, [source.notice for source in sources])
        report = self._write_passages(rows, counted)
        self.write_settings(rows, counted)
        self._write_features()
        self._write_topics(labelling.proposed)
        self.set({"left_out": json.dumps(left_out, ensure_ascii=False), "code": code(), "fingerprint": wanted})
        return replace(report, left_out=left_out)

    def _write_notices(self, sources: Sequence[Source]) -> None:
        """What is known of each notice."""
        notices = {source.notice.id: asdict(source.notice) for source in sources}
        rows = [(key, json.dumps(record, ensure_ascii=False, default=str)) for key, record in notices.items()]
        self.db.execute("DELETE FROM notice")
        self.db.conn.executemany("INSERT INTO notice VALUES (?, ?)", rows)
        self.set({"notices": seal(rows)})

    def write_dictionary(self) -> None:
        """jieba's dictionary, once a version of jieba."""
        if Library(self.db.conn).settings.get("jieba") == jieba.__version__:
            return
        self.db.execute("DELETE FROM dictionary")
        lines = list(dictionary_rows())
        rows = {line[0]: line for line in lines}
        sealed = ((*rows[word], short_seal(*rows[word])) for word in sorted(rows))
        self.db.conn.executemany("INSERT INTO dictionary VALUES (?, ?, ?, ?)", sealed)
        total = sum(frequency for _word, frequency, _tag in lines)
        self.set({"jieba": jieba.__version__, "dictionary_total": str(total)})
        self.segmenter = Library(self.db.conn).segmenter
        self.segmenter.hold((word, frequency) for word, frequency, _tag in rows.values())

    def _write_passages(self, rows: Sequence[Row], counted: frozenset[str]) -> BuildReport:
        """Insert new passages, write changed ones again, delete those that are gone, leave the others alone."""
        index = IndexWriter(self.db.conn, counted)
        of_notice = {notice: list(some) for notice, some in groupby(rows, lambda row: row.passage.notice)}
        report = BuildReport()
        for notice in sorted(of_notice.keys() | index.indexed.keys()):
            report += self._write_passages_of(notice, of_notice.get(notice, []), index)
        index.finish()
        passages, average = index.statistics()
        self.set({"counted": str(passages), "average_length": repr(average)})
        return report

    def _write_passages_of(self, notice: str, rows: Sequence[Row], index: IndexWriter) -> BuildReport:
        """The same of one notice; where one of its passages changed, all of them are indexed again."""
        query = "SELECT number, id, digest FROM passage WHERE notice = ?"
        stored = {number: (passage_id, digest) for number, passage_id, digest in self.db.execute(query, [notice])}
        gone = {number: stored[number][0] for number in stored.keys() - {row.passage.number for row in rows}}
        same = [row for row in rows if stored.get(row.passage.number, (0, ""))[1] == row.record["digest"]]
        report = BuildReport(
            created=sum(row.passage.number not in stored for row in rows), deleted=len(gone), skipped=len(same)
        )
        report = replace(report, updated=len(rows) - report.created - report.skipped)
        if report.skipped == len(rows) and not gone:
            return report
        ids = self._numbers(rows, {number: passage_id for number, (passage_id, _digest) in stored.items()})
        counts = {ids[row.passage.number]: Counter(self.segmenter.stream(normalise(row.stream))) for row in rows}
        index.replace(notice, counts, [passage_id for passage_id, _digest in stored.values()])
        for passage_id in gone.values():
            self.forget(passage_id)
        for row in rows:
            passage_id = ids[row.passage.number]
            self._write_passage(row, passage_id, counts[passage_id].total())
        return report

    def _numbers(self, rows: Sequence[Row], stored: Mapping[int, int]) -> dict[int, int]:
        """The number in the library of each passage of a notice; new ones come last."""
        [[last]] = self.db.execute("SELECT coalesce(max(id), 0) FROM passage").fetchall()
        new = [row.passage.number for row in rows if row.passage.number not in stored]
        return {**stored, **{number: last + at for at, number in enumerate(new, 1)}}

    def _write_passage(self, row: Row, passage_id: int, length: int) -> None:
        """One passage and what it carries."""
        self.forget(passage_id)
        digest, *values = row.record.values()
        shown = [passage_id, *values, length]
        self.db.execute(PASSAGE, [digest, *shown, seal(shown)])
        carriers = [(topic, passage_id) for topic in sorted(row.topics)]
        self.db.conn.executemany("INSERT INTO carrier VALUES (?, ?)", carriers)

    def forget(self, passage_id: int) -> None:
        """Take a passage out of the library."""
        self.db.execute("DELETE FROM carrier WHERE passage = ?", [passage_id])
        self.db.execute("DELETE FROM passage WHERE id = ?", [passage_id])

    @cached_property
    def segmenter(self) -> Segmenter:
        """The cutter of words that questions will meet."""
        segmenter = Library(self.db.conn).segmenter
        segmenter.read_all()
        return segmenter

    @cached_property
    def cut(self) -> Cut:
        """What cuts texts into what their topics are read by."""
        return partial(features, self.segmenter, self.lexicon)

    def _exactly(self, text: str) -> tuple[str, ...]:
        """The pieces that make up a text."""
        return self.segmenter.exactly(text)

    def write_settings(self, rows: Sequence[Row], counted: frozenset[str]) -> None:
        """What holds for the library as a whole: its size, the lexicon and how rare each of its lines is."""
        among = [row for row in rows if row.passage.notice in counted]
        holding = Counter(chain.from_iterable(row.lines for row in among))
        self.set(
            {
                "lexicon": self.lexicon.to_json(),
                "line_words": json.dumps([self.words_of(line) for line in self.lexicon.synonyms], ensure_ascii=False),
                "line_idf": json.dumps([idf(len(among), holding[line]) for line in range(len(self.lexicon.synonyms))]),
                **self._spelling(),
            }
        )

    def _spelling(self) -> Mapping[str, str]:
        """How characters sound, and which expression is meant by what sounds so."""
        sounds = sounds_of(word for (word,) in self.db.execute("SELECT word FROM dictionary WHERE length(word) = 1"))
        meant = {sound_of(each, sounds): each for each in sorted(self.lexicon.lines, reverse=True) if len(each) > 1}
        return {"sounds": json.dumps(sounds, ensure_ascii=False), "meant": json.dumps(meant, ensure_ascii=False)}

    def _write_features(self) -> None:
        """What the ways of asking teach, once a catalogue, a lexicon, a cutting of words and a way of learning."""
        ways = sorted(self.catalogue.ways())
        taught_by = seal([ways, self.lexicon.synonyms, jieba.__version__, code()])
        if Library(self.db.conn).settings.get("taught_by") == taught_by:
            return
        from knowledge.topic_weights import learn  # noqa: PLC0415  # it brings NumPy, which a question does not need

        learned = learn(ways, self.cut)
        buckets: list[dict[str, Feature]] = [{} for _ in range(BUCKETS)]
        for name, each in sorted(learned.features.items()):
            buckets[bucket_of(name)][name] = each
        rows = ((number, json.dumps(bucket, ensure_ascii=False)) for number, bucket in enumerate(buckets))
        self.db.execute("DELETE FROM topic_feature")
        self.db.conn.executemany(
            "INSERT INTO topic_feature VALUES (?, ?, ?)", ((*row, short_seal(*row)) for row in rows)
        )
        self.set({"taught_by": taught_by, "topics": json.dumps(learned.topics)})

    def _write_topics(self, proposed: Sequence[str]) -> None:
        """The topics as they are shown, each sealed with its carriers; `proposed`: whose labels no person confirmed."""
        self.db.execute("DELETE FROM topic")
        rows = [(topic.id, topic.to_json()) for topic in self.catalogue.topics.values()]
        self.db.conn.executemany("INSERT INTO topic (id, record) VALUES (?, ?)", rows)
        ids = json.dumps(list(self.catalogue.topics))
        seals = [(seal(values), values[0]) for *values, _none in self.db.execute(TOPIC_ROWS, [ids]).fetchall()]
        self.db.conn.executemany("UPDATE topic SET seal = ? WHERE id = ?", seals)
        topics = self.catalogue.topics.values()
        broad = {topic.id: topic.covers for topic in topics if topic.broad}
        of_series = [topic.id for topic in topics if topic.of_series]
        self.set({"proposed": json.dumps(proposed), "broad": json.dumps(broad), "of_series": json.dumps(of_series)})

    def words_of(self, line: Sequence[str]) -> list[str]:
        """The words that the expressions of a synonym line are searched by."""
        return sorted({word for expression in line for word in self.segmenter.stream(expression)})

    def set(self, values: Mapping[str, str]) -> None:
        """Write some of the library's own particulars, and seal them all."""
        self.db.conn.executemany("INSERT OR REPLACE INTO setting VALUES (?, ?)", values.items())
        rows = self.db.execute("SELECT key, value FROM setting WHERE key <> 'seal' ORDER BY key").fetchall()
        self.db.execute("INSERT OR REPLACE INTO setting VALUES ('seal', ?)", [seal(rows)])


def telling(tables: Tables, notices: Sequence[Notice]) -> frozenset[str]:
    """The notices whose passages say how rare a word is: the latest of each family of the home province, else of all.

    So neither what another province says nor what a round said that is over makes a word less telling.
    """
    newest = tuple(latest(notices))
    home = [each for each in newest if not (each.scope.place and tables.is_away(each.scope.place))]
    return frozenset(notice.id for notice in home or newest)
