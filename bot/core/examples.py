"""Questions that somebody could ask (`examples.yaml`): those of the newest rounds are made from their notices."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

from knowledge.file_record import FileRecord
from knowledge.kept_yaml import read_kept_record
from knowledge.notice import Notice
from knowledge.rounds import exists

FILE = Path(__file__).with_name("examples.yaml")


class ExampleForms(FileRecord):
    """The forms of examples."""

    of_a_round: str
    rounds: int
    besides: tuple[str, ...]


@cache
def load_forms() -> ExampleForms:
    """The forms."""
    return read_kept_record(ExampleForms, FILE)


def examples(notices: Iterable[Notice], today: date) -> tuple[str, ...]:
    """What can be asked as of a day, the newest round first."""
    forms = load_forms()
    there = [notice for notice in notices if exists(notice, today) and notice.windows and notice.scope.called]
    newest = sorted(there, key=lambda notice: (notice.exists_from, notice.id), reverse=True)[: forms.rounds]
    return (*(_of_round(notice, forms.of_a_round) for notice in newest), *forms.besides)


def _of_round(notice: Notice, form: str) -> str:
    """A question that the windows of a notice answer; for whom each of them is, the question leaves open."""
    what, __, _whose = notice.windows[0].what.partition("（")
    return form.format(office=notice.scope.called[0], what=what)
