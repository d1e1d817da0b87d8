"""Writing the library: of each table what changed, and nothing else; every row with its seal."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import chain
from typing import TYPE_CHECKING

import jieba

from knowledge.catalogue import Catalogue, Way
from knowledge.labelling import Labelling, sentences_of
from knowledge.notice import Notice
from knowledge.plain_data import as_data
from knowledge.proposals import examples
from knowledge.rounds import latest
from knowledge.scope import Tables
from knowledge.spelling import sound_of, sounds_of
from knowledge.store.echoes import EchoWriter
from knowledge.store.fingerprint import code
from knowledge.store.index_writing import IndexWriter
from knowledge.store.indexing import Row, rows_of
from knowledge.store.lessons import Lesson
from knowledge.store.library import NOTICES, Library
from knowledge.store.library import TOPICS as TOPIC_ROWS
from knowledge.store.ranking import idf
from knowledge.store.report import BuildReport
from knowledge.store.seals import seal, short_seal
from knowledge.terms import Lexicon
from knowledge.topic_reading import Cut, TopicReader, features
from knowledge.value import replace
from knowledge.words import Segmenter, dictionary_rows, normalise

if TYPE_CHECKING:
    from sqlite_utils import Database

    from knowledge.store.stock import Stock

MANY = 20  # sources from which on reading the whole dictionary at once takes less time than what each needs

PASSAGE = """
    INSERT INTO passage (
        digest, id, notice, number, path, start, "end", lead, cells, text, heading, named, sentences, length, seal
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
NOTICE = "INSERT OR REPLACE INTO notice (id, record, digest, lines, files) VALUES (?, ?, ?, ?, ?)"
LINES = "SELECT lines FROM notice WHERE id IN (SELECT value FROM json_each(?))"


class Writer:
    """Writes what changed; whoever calls it holds the transaction."""

    def __init__(self, db: "Database", lexicon: Lexicon, catalogue: Catalogue) -> None:
        self.db = db
        self.lexicon = lexicon
        self.catalogue = catalogue

    def write(self, stock: "Stock", wanted: str) -> BuildReport:
        """Bring every table up to what the notices are, which makes this fingerprint, and say what that took."""
        self.write_dictionary()
        if len(stock.sources) > MANY:
            self.segmenter.read_all()
        notices = stock.notices
        tables = Tables(self.lexicon, notices, self._exactly)
        counted = telling(tables, notices)
        report = self._write_notices(stock, tables, counted)
        self._write_echoes(notices, [source.notice.id for source in stock.sources])
        self.write_settings(counted)
        self._write_features()
        self._write_topics([notice.id for notice in notices if notice.id not in stock.confirmed.notices])
        told = json.dumps(stock.left_out, ensure_ascii=False)
        self.set({"left_out": told, "code": code(), "fingerprint": wanted})
        history = seal([Library(self.db.conn).unproven("history"), wanted])
        self.db.execute("INSERT OR REPLACE INTO setting VALUES ('history', ?)", [history])
        return replace(report, left_out=stock.left_out)

    def _write_notices(self, stock: "Stock", tables: Tables, counted: frozenset[str]) -> BuildReport:
        """What is known of each notice that changed, and its passages; `counted` tell how rare words are."""
        labelling = Labelling(self.catalogue, stock.labels, lambda: self._reader_of_sentences(stock))
        index = IndexWriter(self.db.conn, counted)
        report = BuildReport(skipped=index.notices.passages_of(stock.kept))
        for source in stock.sources:
            rows = list(rows_of(source, tables, labelling.topics_of))
            report += self._write_passages_of(source.notice.id, rows, index)
            self._write_notice(source.notice, stock, rows)
        for gone in self._ids(index) - stock.kept.keys() - stock.labels.keys():
            report += self._write_passages_of(gone, [], index)
            self.db.execute("DELETE FROM notice WHERE id = ?", [gone])
        index.finish()
        passages, average = index.statistics()
        notices = self.db.execute(NOTICES).fetchall()
        self.set({"counted": str(passages), "average_length": repr(average), "notices": seal(notices)})
        return report

    def _write_notice(self, notice: Notice, stock: "Stock", rows: Sequence[Row]) -> None:
        """What is known of a notice, and how many of its passages hold each of the lexicon's lines."""
        record = json.dumps(as_data(notice), ensure_ascii=False)
        holding = Counter(chain.from_iterable(row.lines for row in rows))
        files = json.dumps(stock.files[notice.id])
        self.db.execute(NOTICE, [notice.id, record, stock.digests[notice.id], json.dumps(holding), files])

    def _ids(self, index: IndexWriter) -> set[str]:
        """The notices of which something is written."""
        named = {notice for (notice,) in self.db.execute("SELECT id FROM notice")}
        return named.union(notice for notice, _ in index.notices.all())

    def _write_echoes(self, notices: Sequence[Notice], changed: Sequence[str]) -> None:
        """Of each sentence of a draft the adopted notices that say the same."""
        drafts = [notice.id for notice in notices if notice.status == "draft"]
        echoes = EchoWriter(self.db.conn, {notice.id for notice in notices} - {*drafts}, changed)
        for draft in drafts:
            echoes.write(draft)

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

    def _write_passages_of(self, notice: str, rows: Sequence[Row], index: IndexWriter) -> BuildReport:
        """Write what changed of a notice's passages; where one of them did, all are indexed again."""
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
        return Library(self.db.conn).segmenter

    @cached_property
    def cut(self) -> Cut:
        """What cuts texts into what their topics are read by."""
        return partial(features, self.segmenter, self.lexicon)

    def _exactly(self, text: str) -> tuple[str, ...]:
        """The pieces that make up a text."""
        return self.segmenter.exactly(text)

    def write_settings(self, counted: frozenset[str]) -> None:
        """What holds for the library as a whole: the lexicon and how rare each of its lines is."""
        passages, holding = int(Library(self.db.conn).settings["counted"]), Counter[str]()
        for (lines,) in self.db.execute(LINES, [json.dumps(sorted(counted))]):
            holding.update(json.loads(lines))
        rarity = [idf(passages, holding[str(line)]) for line in range(len(self.lexicon.synonyms))]
        self.set({"line_idf": json.dumps(rarity), **self._of_the_lexicon()})

    def _of_the_lexicon(self) -> Mapping[str, str]:
        """What holds for the lexicon, whatever the notices are: made once a lexicon and cutting of words."""
        lexicon = self.lexicon.to_json()
        made_of = seal([lexicon, jieba.__version__, code()])
        if Library(self.db.conn).settings.get("lexicon_made_of") == made_of:
            return {}
        words = [self.words_of(line) for line in self.lexicon.synonyms]
        told = {"lexicon": lexicon, "line_words": json.dumps(words, ensure_ascii=False), **self._spelling()}
        return told | {"lexicon_made_of": made_of}

    def _spelling(self) -> Mapping[str, str]:
        """How characters sound, and which expression is meant by what sounds so."""
        sounds = sounds_of(word for (word,) in self.db.execute("SELECT word FROM dictionary WHERE length(word) = 1"))
        meant = {sound_of(each, sounds): each for each in sorted(self.lexicon.lines, reverse=True) if len(each) > 1}
        return {"sounds": json.dumps(sounds, ensure_ascii=False), "meant": json.dumps(meant, ensure_ascii=False)}

    @cached_property
    def ways(self) -> list[Way]:
        """Every way of asking."""
        return sorted(self.catalogue.ways())

    def _write_features(self) -> None:
        """What the ways of asking teach."""
        self._learn(Lesson(self.db.conn, "topic_feature", seal(self.ways), lambda: self.ways, self.lexicon))

    def _reader_of_sentences(self, stock: "Stock") -> TopicReader:
        """What reads sentences by ways and labelled sentences together, so that labels can be proposed."""
        confirmed, many = stock.confirmed, len(stock.sources) > MANY

        def ways() -> Iterator[Way]:
            return chain(self.ways, examples(chain.from_iterable(map(sentences_of, confirmed.labels()))))

        lesson = Lesson(self.db.conn, "sentence_feature", seal([*self.ways, confirmed.digest]), ways, self.lexicon)
        self._learn(lesson)
        return lesson.reader(self.cut, many=many)

    def _learn(self, lesson: Lesson) -> None:
        """Have a lesson's table hold what it teaches."""
        if not lesson.is_known:
            self.segmenter.read_all()
            self.set(lesson.learn(self.cut))

    def _write_topics(self, proposed: Sequence[str]) -> None:
        """The topics as they are shown, each sealed with its carriers; `proposed`: whose labels no person confirmed."""
        self.db.execute("DELETE FROM topic")
        rows = [(topic.id, topic.to_json()) for topic in self.catalogue.topics.values()]
        self.db.conn.executemany("INSERT INTO topic (id, record) VALUES (?, ?)", rows)
        ids = json.dumps(list(self.catalogue.topics))
        seals = [(seal(values), values[0]) for *values, _none in self.db.execute(TOPIC_ROWS, [ids]).fetchall()]
        self.db.conn.executemany("UPDATE topic SET seal = ? WHERE id = ?", seals)
        topics = self.catalogue.topics.values()
        kept = {
            "proposed": proposed,
            "broad": {topic.id: topic.covers for topic in topics if topic.broad},
            "of_series": [topic.id for topic in topics if topic.of_series],
            "of_levels": [topic.id for topic in topics if topic.of_levels],
            "of_some": [topic.id for topic in topics if topic.of_some],
        }
        self.set({name: json.dumps(value) for name, value in kept.items()})

    def words_of(self, line: Sequence[str]) -> list[str]:
        """The words that the expressions of a synonym line are searched by."""
        return sorted({word for expression in line for word in self.segmenter.stream(expression)})

    def set(self, values: Mapping[str, str]) -> None:
        """Write some of the library's own particulars, and seal them all."""
        self.db.conn.executemany("INSERT OR REPLACE INTO setting VALUES (?, ?)", values.items())
        rows = self.db.execute(
            "SELECT key, value FROM setting WHERE key NOT IN ('seal', 'stamp', 'history') ORDER BY key"
        ).fetchall()
        self.db.execute("INSERT OR REPLACE INTO setting VALUES ('seal', ?)", [seal(rows)])


def telling(tables: Tables, notices: Sequence[Notice]) -> frozenset[str]:
    """The notices whose passages say how rare a word is: the latest of each family of the home province, else of all.

    So neither what another province says nor what a round said that is over makes a word less telling.
    """
    newest = tuple(latest(notices))
    home = [each for each in newest if not (each.scope.place and tables.places.is_away(each.scope.place))]
    return frozenset(notice.id for notice in home or newest)
