"""`zhicheng bench`: how fast questions are ranked and answered on this machine, beside other engines."""

import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from bot.core.live_library import LiveLibrary
from bot.environment import library_path
from bot.locale import _
from knowledge.store.bench import Figures, Measured, Packed, as_json, measure
from knowledge.store.bench_quality import has_questions, quality
from knowledge.store.drawing import HardestDrawer, PublicDrawer
from knowledge.store.peers import Make, peers_here

QUESTIONS = 12  # at the least, each the first way of asking for a topic
DAY = date(2024, 7, 10)
ROUNDS = 5
SEED = 1  # the same passages each time
QUALITY = ("MRR@10", "R@1", "R@10")


@click.command()
@click.option("--passages", default=10_000, show_default=True, type=click.IntRange(100), help="How many, made for it.")
@click.option("--hardest", is_flag=True, help="With words drawn one by one, not in the shape of public text.")
@click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of public questions; see what is found, too.",
)
@click.option("--json", "in_json", is_flag=True, help="As one JSON object.")
def bench(passages: int, hardest: bool, data: Path | None, in_json: bool) -> None:
    """Measure the index beside other engines that are installed, on made passages, and whole answers."""
    if data and not has_questions(data):
        lacking = _("{path} holds no set of questions: NAME.corpus.jsonl.gz and NAME.queries.jsonl.gz were expected")
        raise click.BadParameter(lacking.format(path=data), param_hint="--data")
    peers, left_out = peers_here(passages)
    engines: dict[str, Make] = {"zhicheng": Packed, **peers}
    drawer = HardestDrawer if hardest else PublicDrawer
    figures = measure(passages, engines, lambda: drawer(SEED))
    with LiveLibrary(library_path(), lambda line: click.echo(line, err=True)) as desk:
        answers = list(_answers(desk))
        found = quality(data, desk.library, engines) if data else {}
    told = Measured(passages, figures, answers, found, left_out)
    click.echo(as_json(told) if in_json else "\n".join(_table(told)))


def _answers(desk: LiveLibrary) -> Iterator[float]:
    """Seconds of a processor that each answer takes that is not remembered, all of them read once before.

    The questions are taken evenly from the catalogue of topics.
    """
    topics = desk.library.topic_reader.topics
    asked = [desk.library.topic(each).ways[0] for each in topics[:: max(1, len(topics) // QUESTIONS)]]
    for number in range(ROUNDS):
        for question in asked:
            desk.reader.recent.cache_clear()
            started = time.process_time()
            desk.answerer.answer(question, DAY)
            if number:
                yield time.process_time() - started


def _table(told: Measured) -> Iterator[str]:
    """The figures of the engines, how often each finds what answers, and why some are not here."""
    yield from _rows(("engine", *Figures._fields), ((name, *each) for name, each in told.engines.items()))
    found = [(name, of, *each.values()) for name, sets in told.quality.items() for of, each in sets.items()]
    if found:
        yield from ("", *_rows(("engine", "questions", *QUALITY), found))
    yield from (f"{name}: {why}" for name, why in told.left_out.items())


def _rows(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """A table as Markdown has it."""
    yield from (_row(head), _row(["---"] * len(head)))
    yield from (_row([f"{cell:.3g}" if isinstance(cell, float) else cell for cell in row]) for row in rows)


def _row(cells: Iterable[object]) -> str:
    """A line of a table."""
    return f"| {' | '.join(map(str, cells))} |"
