"""A verdict in words: the conclusion, then when and where, then why."""

from collections.abc import Iterable, Iterator

from bot.locale import N_, _, fact_text, listing, rule_text
from bot.text.answers import VALIDITY
from bot.text.days import day_in_words
from bot.text.paragraph import Paragraph, Style, fold, paragraphs, plain_text
from bot.text.sayings import in_words
from bot.text.windows import time_left
from eligibility.judging.schedule import Deadline
from eligibility.judging.verdict import Information, NextQuestion, Outcome, Reason, Result, Verdict
from eligibility.rulebook.rulebook import ClauseCitation
from knowledge.value import replace

MARKS = {"met": "✓", "failed": "✗", "unknown": "？"}
STYLES: dict[Result, Style] = {"met": "met", "failed": "failed", "unknown": "open"}
ENDINGS: dict[Outcome, Style] = {"eligible": "met", "not_eligible": "failed"}  # any other outcome leaves it open
OUTCOMES = {
    "eligible": N_("you may apply"),
    "not_eligible": N_("you do not meet the conditions"),
    "elsewhere": N_("another committee is in charge"),
    "unclear": N_("the notice leaves this open; ask first"),
    "not_covered": N_("the notices here do not speak of this"),
    "undetermined": N_("this cannot be told yet"),
}
STANDING = {"expired": N_("that round is over"), "draft": VALIDITY["draft"]}
COUNTS = {
    True: N_("Number {number} counts: {why}"),
    False: N_("Number {number} does not count: {why}"),
    None: N_("Number {number} is undecided: {why}"),
}


def text_of(verdict: Verdict) -> str:
    """The whole answer; sections that are empty are left out."""
    return plain_text(lines_of(verdict)) + "\n"


def lines_of(verdict: Verdict) -> Iterator[str | Paragraph]:
    """The lines: the conclusion first, when and where, then why, then what to do."""
    yield from _conclusion_lines(verdict, in_full=True)
    yield from _when_and_where_lines(verdict)
    yield from _why_lines(verdict, in_order(verdict.reasons))
    yield from guide_lines(verdict)
    yield from _open_lines(verdict, with_choices=True)


def brief_of(verdict: Verdict) -> Iterator[str | Paragraph]:
    """The lines for a chat: what stands against it, or is open, with its first clause, the rest folded; no steps."""
    reasons = [replace(each, citations=each.citations[:1]) for each in in_order(verdict.reasons)]
    against = [each for each in reasons if each.result == "failed"]
    shown = against or [each for each in reasons if each.result == "unknown"]
    others = [each for each in reasons if each not in shown]
    yield from _conclusion_lines(verdict, in_full=False)
    yield from _when_and_where_lines(verdict)
    yield from _why_lines(verdict, shown)
    yield from _open_lines(verdict, with_choices=False)
    yield from fold(paragraphs(section(_("The other conditions"), _reasons_lines(others, verdict))))


def committee_lines(verdict: Verdict) -> Iterator[str | Paragraph]:
    """Who judges a case, when and where its papers go, and whom to ask."""
    placed = verdict.reasons[0]
    yield Paragraph(in_words(placed.because), "open")
    yield from _when_and_where_lines(verdict)
    for citation in placed.citations[:1]:
        yield Paragraph(_quoted(citation, verdict), "quote")
    yield from _contact_lines(verdict)


def _conclusion_lines(verdict: Verdict, *, in_full: bool) -> Iterator[str | Paragraph]:
    """The outcome, and the round that it is about; `in_full`: with the whole title of the notice."""
    if verdict.is_over:
        over = _("The {year} round is over, and nothing later is held here for this case: watch for the next notice.")
        yield over.format(year=verdict.year)
    told = _("Conclusion: {outcome}").format(outcome=_(OUTCOMES[verdict.outcome]))
    yield Paragraph(told, ENDINGS.get(verdict.outcome, "open"))
    if verdict.book:
        notice = verdict.book.source.notice
        title = notice.title if in_full else notice.name
        yield _("{year} round, according to: {title}").format(year=verdict.year, title=title)
    if verdict.left_out:
        told = _("The rules of {notices} cannot be read now; whoever falls under them may stand otherwise.")
        yield told.format(notices=listing(verdict.left_out))


def _when_and_where_lines(verdict: Verdict) -> Iterator[str]:
    """The days with what is left of them, and the places."""
    yield from _window_lines(verdict)
    yield from map(_information_line, verdict.places)
    if verdict.earliest_year and verdict.earliest_year <= verdict.today.year and verdict.is_over:
        yield _("The years of service are enough since the {year} round.").format(year=verdict.earliest_year)
    elif verdict.earliest_year:
        yield _("Earliest round for which the years of service suffice: {year}").format(year=verdict.earliest_year)


def _why_lines(verdict: Verdict, reasons: Iterable[Reason]) -> Iterator[str | Paragraph]:
    """The reasons, what counts, what would help, and whom to ask."""
    yield from section(_("Reasons"), _reasons_lines(reasons, verdict))
    yield from section(_("Achievements"), _achievement_lines(verdict))
    yield from section(
        _("What would meet the conditions"), (f"  - {in_words(change.text)}" for change in verdict.advice)
    )
    yield from _contact_lines(verdict)


def _contact_lines(verdict: Verdict) -> Iterator[str | Paragraph]:
    """Whom to ask; of another committee none is known, and the contacts are those of who says that it is in charge."""
    if verdict.outcome == "elsewhere":
        yield _("The notices here name no contact of that committee: ask the office that your employer belongs to.")
    if verdict.outcome == "not_covered" and not verdict.contacts:
        yield _("No contact of the office in charge there is known here.")
    heading = _("Contacts of who says so") if verdict.outcome == "elsewhere" else _("Contacts")
    yield from section(heading, map(_information_line, verdict.contacts))


def guide_lines(verdict: Verdict) -> Iterator[str | Paragraph]:
    """The steps, the papers and the notes, for who may apply or may be able to."""
    if verdict.outcome in ("eligible", "unclear"):
        yield from section(_("Steps"), _step_lines(verdict))
        yield from section(_("Papers"), _paper_lines(verdict))
        yield from section(_("Also good to know"), map(_note_line, verdict.notes))


def guide_names(verdict: Verdict) -> Iterator[str | Paragraph]:
    """The steps with their days and the papers by their names, without the notice's words."""
    steps = (f"  {number}. {_dated_step(step)}" for number, step in enumerate(verdict.steps, 1))
    yield from section(_("Steps"), steps)
    if verdict.forms:
        yield from section(
            _("Papers"), [Paragraph("  " + listing(rule_text(paper.what) for paper in verdict.forms), "paper")]
        )


def _open_lines(verdict: Verdict, *, with_choices: bool) -> Iterator[str | Paragraph]:
    """What is still to be asked, and what a verdict does not say."""
    if verdict.ask_next:
        asked = question_lines(verdict.ask_next, with_choices=with_choices)
        yield from section(_("Still to be answered"), asked)
    if verdict.outcome == "eligible":
        yield _("Only the conditions in the notice were checked; the committee judges the achievements.")


def in_order(reasons: tuple[Reason, ...]) -> list[Reason]:
    """What stands against the applicant first, then what is open, then the rest."""
    return sorted(reasons, key=lambda reason: ("failed", "unknown", "met").index(reason.result))


def section(heading: str, lines: Iterable[str | Paragraph]) -> Iterator[str | Paragraph]:
    """A heading and its lines; nothing where there are none."""
    body = list(lines)
    if body:
        yield ""
        yield Paragraph(heading, "heading")
        yield from body


def _reasons_lines(reasons: Iterable[Reason], verdict: Verdict) -> Iterator[str | Paragraph]:
    """Some rules, each with how it stands."""
    return (line for each in reasons for line in _reason_lines(each, verdict))


def _reason_lines(reason: Reason, verdict: Verdict) -> Iterator[str | Paragraph]:
    """One rule: how it stands, the sentence, the clauses."""
    yield Paragraph(f"  {MARKS[reason.result]} {in_words(reason.because)}", STYLES[reason.result])
    if reason.cure:
        yield f"      → {in_words(reason.cure)}"
    if reason.reference:
        resting = _("according to {reference} (not among the notices here, so not quoted)")
        yield "      " + resting.format(reference=rule_text(reason.reference))
    for citation in reason.citations:
        yield Paragraph(f"      {_quoted(citation, verdict)}", "quote")


def _quoted(citation: ClauseCitation, verdict: Verdict) -> str:
    """A quote with the short name of its notice, its section, and its standing today."""
    standing = STANDING.get(citation.source.notice.validity(verdict.today))
    where = " ".join([citation.source.notice.name, *citation.section])
    told = _("{quote} ({where}, {standing})") if standing else _("{quote} ({where})")
    return told.format(quote=f"「{citation.quote}」", where=where, standing=standing and _(standing))


def _achievement_lines(verdict: Verdict) -> Iterator[str]:
    """Whether each achievement counts."""
    for tally in verdict.achievements:
        yield "  " + _(COUNTS[tally.counts]).format(number=tally.index + 1, why=in_words(tally.because))


def _window_lines(verdict: Verdict) -> Iterator[str]:
    """The windows with their state today."""
    return (f"  {time_left(each.window, verdict.today)}" for each in verdict.windows)


def _information_line(shown: Information) -> str:
    """A place or a contact as printed; a probable misprint is said to be one."""
    line = "  " + _named(shown.what, shown.value)
    if not shown.suspected:
        return line
    suspected = _("probably {reading}, check before sending").format(reading=shown.suspected)
    return _("{what} ({remark})").format(what=line, remark=suspected)


def _paper_lines(verdict: Verdict) -> Iterator[Paragraph]:
    """The papers, each to be ticked off where a door can."""
    return (Paragraph(_note_line(paper), "paper") for paper in verdict.forms)


def _note_line(shown: Information) -> str:
    """A form or a note."""
    return "  " + _named(shown.what, f"「{shown.value}」")


def _named(what: str, value: str) -> str:
    """What a rule file calls something, with what it is."""
    return _("{name}: {value}").format(name=rule_text(what), value=value)


def _step_lines(verdict: Verdict) -> Iterator[str]:
    """The steps in their order, each with the clause that it rests on."""
    for number, step in enumerate(verdict.steps, 1):
        told = _("{name}: {value}").format(name=_dated_step(step), value=f"「{step.citation.quote}」")
        yield f"  {number}. {told}"


def _dated_step(step: Deadline) -> str:
    """What is to be done, with the day where one can be counted."""
    what, remark = rule_text(step.what), ""
    if step.by:
        remark = _("by {day}").format(day=day_in_words(step.by))
    if step.unknown_year:
        told = _("cannot be counted yet: the working days of {year} are not published")
        remark = told.format(year=step.unknown_year)
    return _("{what} ({remark})").format(what=what, remark=remark) if remark else what


def question_lines(question: NextQuestion, *, with_choices: bool = True) -> Iterator[str | Paragraph]:
    """What to ask next, and the choices where they are not shown otherwise."""
    yield Paragraph(f"  {fact_text(question.question)}", "question")
    if with_choices:
        yield from (f"    {number}. {fact_text(text)}" for number, (__, text) in enumerate(question.choices, 1))
    if question.help:
        yield Paragraph(f"  {fact_text(question.help)}", "note")
    if question.why:
        why = _("{quote} ({where})").format(quote=f"「{question.why.quote}」", where=question.why.source.notice.name)
        yield Paragraph("  " + _("Why this is asked: {why}").format(why=why), "reason")
    if question.declined:
        yield "  " + _("Please find this out first, then go on.")
