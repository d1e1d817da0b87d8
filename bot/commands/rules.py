"""`zhicheng rules`: the rule files checked, and shown so that people can review them."""

from collections import Counter
from datetime import date

import click

from eligibility.errors import RuleError
from eligibility.review.charts import flow, table
from eligibility.review.coverage import COMMITTEE, NOT_A_CONDITION, OPEN, coverage
from eligibility.review.lint import faults
from eligibility.rulebook.loading import load_rulebook

WORDS = (NOT_A_CONDITION, COMMITTEE, OPEN)
LAST_DAY = date(2100, 1, 1)


@click.group()
def rules() -> None:
    """The rules of the self-check: lint, coverage, graph, table."""


@rules.command()
def lint() -> None:
    """Check every rule, quote, number and placement."""
    rulebook = load_rulebook()
    found = list(faults(rulebook))
    for fault in found:
        click.echo(fault)
    if found:
        raise RuleError(f"{len(found)} faults")
    rules_checked = sum(len(book.programme.all_rules) for book in rulebook.books)
    quotes = sum(len(book.citations) for book in rulebook.books)
    click.echo(f"{len(rulebook.books)} notices, {rules_checked} rules, {quotes} quotes: no faults")


@rules.command(name="coverage")
@click.option("--notice", help="Only this notice.")
def show_coverage(notice: str | None) -> None:
    """Each sentence of the notices that open a round, and the rule or word that accounts for it."""
    lines = [line for line in coverage(load_rulebook()) if notice in (None, line.notice)]
    for line in lines:
        click.echo(f"{line.notice}\t{line.by}\t{line.sentence}")
    counted = Counter(
        line.by if line.by in ("not a condition", "left to the committee", OPEN) else "rule" for line in lines
    )
    click.echo(", ".join(f"{word}: {count}" for word, count in sorted(counted.items())))
    if counted[OPEN]:
        raise RuleError(f"{counted[OPEN]} sentences that nobody accounted for")


@rules.command()
@click.argument("notice")
def graph(notice: str) -> None:
    """The flow of one programme as Mermaid."""
    rulebook = load_rulebook()
    found = {book.programme.id: book for book in rulebook.books}
    if notice not in found:
        raise RuleError(f"{notice!r}: no rule file of this name; there are {', '.join(found)}")
    click.echo(flow(found[notice], rulebook), nl=False)


@rules.command(name="table")
def show_table() -> None:
    """Who judges whom, as a Markdown table."""
    click.echo(table(load_rulebook(), LAST_DAY), nl=False)
