"""`zhicheng queue`: the questions that found no answer, or a useless one, and how far staff have got with them."""

import click

from bot.locale import N_, _
from bot.settings.load import settings
from bot.showing import for_terminal, json_line
from bot.storage.key import existing_storage
from bot.storage.rows import Queued, State
from bot.storage.set_aside import SetAside
from bot.storage.storage import STATES, Storage

TAKEN: dict[str, State] = {"take": "in_work", "done": "done", "drop": "dropped"}
OPEN: tuple[State, ...] = ("new", "in_work")
WHY = {
    "no_answer": N_("no answer"),
    "not_useful": N_("not useful"),
    "overdue": N_("took too long"),
    "killed": N_("ended the program"),
    "failed": N_("an error"),
}


@click.command()
@click.argument("action", type=click.Choice(["list", *TAKEN]), default="list")
@click.argument("number", type=click.IntRange(min=1), required=False)
@click.option("--state", type=click.Choice([*STATES, "all"]), help="Only these; default: new and in_work.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
def queue(action: str, number: int | None, state: str | None, as_json: bool) -> None:
    """List what was set aside and what goes unanswered, the most asked first; `take`, `done` or `drop` a NUMBER."""
    if (number is None) != (action == "list"):
        raise click.UsageError("take, done and drop need a NUMBER, list takes none")
    with existing_storage(settings()) as storage:
        if number is not None:
            _move(storage, number, TAKEN[action])
        waiting = [*SetAside(storage).queue(), *storage.queue()]
    _print_queue([each for each in waiting if _is_wanted(each, number, state)], as_json=as_json)


def _move(storage: Storage, number: int, state: State) -> None:
    """Give what was set aside, or what goes unanswered, another state."""
    if not SetAside(storage).move(number, state):
        storage.move(number, state)


def _is_wanted(queued: Queued, number: int | None, state: str | None) -> bool:
    """Whether something is the one that is spoken of, or stands as what is to be listed."""
    if number is not None:
        return number in queued.numbers
    return state == "all" or queued.state in (OPEN if state is None else (state,))


def _print_queue(listed: list[Queued], *, as_json: bool) -> None:
    """The queue as one list of JSON, or a line each."""
    if as_json:
        click.echo(json_line([row_of(each) for each in listed]))
        return
    for each in listed:
        click.echo(for_terminal(line_of(each)))
    if not listed:
        click.echo(_("Nothing is waiting."))


def line_of(queued: Queued) -> str:
    """A question of the queue in one line."""
    line = _("{number}  {state}  {people} asked  {question}  ({why})").format(
        number=queued.number,
        state=_(STATES[queued.state]),
        people=queued.people,
        question=" ".join(queued.question.split()) or _("(a text that could not be kept)"),
        why=", ".join([*(_(WHY[each]) for each in queued.why), *queued.reasons]),
    )
    return " ".join(line.splitlines())


def row_of(queued: Queued) -> dict[str, object]:
    """A question of the queue as JSON holds it."""
    return {
        "number": queued.number,
        "numbers": list(queued.numbers),
        "state": queued.state,
        "why": list(queued.why),
        "people": queued.people,
        "last_asked": queued.last_asked.isoformat(),
        "question": queued.question,
        "reasons": list(queued.reasons),
    }
