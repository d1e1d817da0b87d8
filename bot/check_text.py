"""A verdict as plain text, as the terminal shows it and as it is saved."""

from collections.abc import Iterator

from bot.check_wording import label, say
from eligibility.rulebook import Citation
from eligibility.verdict import Information, Question, Reason, Verdict

MARKS = {"met": "✓", "failed": "✗", "unknown": "？"}


def text_of(verdict: Verdict) -> str:
    """The whole answer; sections that are empty are left out."""
    return "\n".join(lines_of(verdict)) + "\n"


def lines_of(verdict: Verdict) -> Iterator[str]:
    """The lines: the conclusion first, then why, then what to do."""
    yield f"{say('conclusion')}：{label('outcome', verdict.outcome)}"
    if verdict.book:
        yield say("round", year=verdict.year, title=verdict.book.source.notice.title)
    if verdict.is_over:
        yield say("over")
    yield from section(
        "reasons", (line for reason in in_order(verdict.reasons) for line in reason_lines(reason, verdict))
    )
    yield from section("achievements", achievement_lines(verdict))
    if verdict.earliest_year:
        yield say("earliest", year=verdict.earliest_year)
    yield from section("advice", (f"  - {change.text}" for change in verdict.advice))
    yield from section("windows", window_lines(verdict))
    yield from section("places", map(information_line, verdict.places))
    yield from section("contacts", map(information_line, verdict.contacts))
    if verdict.outcome in ("eligible", "unclear"):
        yield from section("steps", step_lines(verdict))
        yield from section("forms", map(note_line, verdict.forms))
        yield from section("notes", map(note_line, verdict.notes))
    if verdict.ask_next:
        yield from section("ask", question_lines(verdict.ask_next))
    if verdict.outcome == "eligible":
        yield say("committee")


def in_order(reasons: tuple[Reason, ...]) -> list[Reason]:
    """What stands against the applicant first, then what is open, then the rest."""
    return sorted(reasons, key=lambda reason: ("failed", "unknown", "met").index(reason.result))


def section(key: str, lines: Iterator[str]) -> Iterator[str]:
    """A heading and its lines; nothing where there are none."""
    body = list(lines)
    if body:
        yield ""
        yield say(key)
        yield from body


def reason_lines(reason: Reason, verdict: Verdict) -> Iterator[str]:
    """One rule: how it stands, the sentence, the clauses."""
    yield f"  {MARKS[reason.result]} {reason.because}"
    if reason.mend:
        yield f"      → {reason.mend}"
    if reason.reference:
        yield f"      {say('reference', reference=reason.reference)}"
    for citation in reason.citations:
        yield f"      {quoted(citation, verdict)}"


def quoted(citation: Citation, verdict: Verdict) -> str:
    """A quote with the short name of its notice, its section, and its standing today."""
    validity = label("validity", citation.source.notice.validity(verdict.today))
    where = " ".join([citation.source.notice.name, *citation.section])
    return f"「{citation.quote}」（{where}{'，' + validity if validity else ''}）"


def achievement_lines(verdict: Verdict) -> Iterator[str]:
    """Whether each achievement counts."""
    for tally in verdict.achievements:
        counts = label("counts", {True: "true", False: "false", None: "null"}[tally.counts])
        yield f"  {say('achievement', number=tally.index + 1)} {counts}：{tally.because}"


def window_lines(verdict: Verdict) -> Iterator[str]:
    """The windows with their state today."""
    for window in verdict.windows:
        yield f"  {window.what} {window.opens} – {window.closes} {label('state', window.state)}"


def information_line(shown: Information) -> str:
    """A place or a contact as printed; a probable misprint is said to be one."""
    suspected = f"（{say('suspected', reading=shown.suspected)}）" if shown.suspected else ""
    return f"  {shown.what}：{shown.value}{suspected}"


def note_line(shown: Information) -> str:
    """A form or a note."""
    return f"  {shown.what}：「{shown.value}」"


def step_lines(verdict: Verdict) -> Iterator[str]:
    """The steps in their order, with the day where one can be counted."""
    for number, step in enumerate(verdict.steps, 1):
        by = f"（{say('by', day=step.by)}）" if step.by else ""
        yield f"  {number}. {step.what}{by}：「{step.citation.quote}」"


def question_lines(question: Question) -> Iterator[str]:
    """What to ask next, and the choices."""
    yield f"  {question.question}"
    yield from (f"    {number}. {text}" for number, (_, text) in enumerate(question.choices, 1))
    if question.help:
        yield f"  {question.help}"
    if question.why:
        yield f"  {say('why')}：「{question.why.quote}」（{question.why.source.notice.name}）"
    if question.declined:
        yield f"  {say('find_out')}"


def note_of_question(question: Question) -> Iterator[str]:
    """A question as it is asked in the terminal, with the ways to answer it."""
    yield ""
    yield from question_lines(question)
    yield f"  {say('pick')}"
