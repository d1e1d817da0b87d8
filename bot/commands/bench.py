"""`zhicheng bench`: how fast questions are ranked and answered on this machine, beside other engines."""

import time
from collections.abc import Iterator, Mapping
from datetime import date

import click

from bot.core.live_library import LiveLibrary
from bot.environment import library_path
from knowledge.store.bench import Figures, as_json, measure

QUESTIONS = (
    "网上申报几号截止",
    "报卷地点在哪",
    "评审费多少钱",
    "公示期不少于几天",
    "抚顺水利几号交材料",
    "副高答辩权重",
)
DAY = date(2024, 7, 10)
ROUNDS = 9
WIDTH = 14


@click.command()
@click.option("--passages", default=10_000, show_default=True, type=click.IntRange(100), help="How many, made for it.")
@click.option("--json", "in_json", is_flag=True, help="As one JSON object.")
def bench(passages: int, in_json: bool) -> None:
    """Measure the index beside other engines that are installed, on made passages, and whole answers."""
    engines = measure(passages)
    with LiveLibrary(library_path(), lambda line: click.echo(line, err=True)) as desk:
        answers = list(_answers(desk))
    click.echo(as_json(passages, engines, answers) if in_json else "\n".join(_table(engines)))


def _answers(desk: LiveLibrary) -> Iterator[float]:
    """Seconds of a processor that each answer takes that is not remembered, all of them read once before."""
    for number in range(ROUNDS):
        for question in QUESTIONS:
            desk.reader.recent.cache_clear()
            started = time.process_time()
            desk.answerer.answer(question, DAY)
            if number:
                yield time.process_time() - started


def _table(engines: Mapping[str, Figures]) -> Iterator[str]:
    """The figures of each engine in a line."""
    yield "".join(f"{name:>{WIDTH}}" for name in ("engine", *Figures._fields))
    for name, figures in engines.items():
        yield f"{name:>{WIDTH}}" + "".join(f"{figure:{WIDTH}.3f}" for figure in figures)
