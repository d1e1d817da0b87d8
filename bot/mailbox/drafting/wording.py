"""The words of a draft: templates that an office can change, filled with what the notices say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError
from jinja2 import TemplateError as Broken
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.errors import TemplateError
from bot.locale import _
from bot.mailbox.drafting.answers import Point
from bot.mailbox.drafting.own_case import OwnCase
from bot.mailbox.reading.letter import Address
from bot.privacy.masking import mask
from bot.text.answers import case_label, citation_lines
from bot.text.verdicts import OUTCOMES
from knowledge.answering import Citation
from knowledge.patterns import linear

TEMPLATES = Path(__file__).with_name("templates")
LONGEST_NAME = 20
LONGEST_ASKED = 160
SOURCE = "——"
NOT_A_NAME = linear(r"[(（\[【\"“，].*")
# What is nobody else's business in a reply; what is shown of it is cut before it is searched.
MAIL_ADDRESS = linear(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
LANDLINE = re.compile(r"(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)")
UNLIKELY = re.compile(r"[\d@<>{}:：/\\_]")


@dataclass(frozen=True)
class ShownCitation:
    """A quote as a draft shows it; `label` says for whom it speaks, where there are several."""

    quote: str
    source: str
    notes: tuple[str, ...]
    label: str = ""


@dataclass(frozen=True)
class ShownCase:
    """A verdict as a draft words it."""

    understood: str
    outcome: str
    because: tuple[str, ...]
    is_settled: bool
    is_over: bool


@dataclass(frozen=True)
class ShownPoint:
    """A point as a template is given it."""

    asked: str
    status: str
    citations: tuple[ShownCitation, ...]
    unanswered: tuple[str, ...]
    case: ShownCase | None


class Templates:
    """The templates of an office, and ours where it has none of its own."""

    def __init__(self, own: Path | None = None) -> None:
        folders = [folder for folder in (own, TEMPLATES) if folder is not None]
        self.environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader(folders),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            autoescape=False,  # a draft is plain text
        )

    def render(self, name: str, **given: object) -> str:
        """A template filled in, never two blank lines together; `TemplateError` says where it breaks."""
        try:
            text = self.environment.get_template(f"{name}.txt").render(**given)
        except TemplateNotFound as error:
            raise TemplateError(f"{error.name}: there is no such template") from None
        except TemplateSyntaxError as error:
            raise TemplateError(f"{error.filename or error.name}: line {error.lineno}: {error.message}") from None
        except (Broken, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError) as error:
            raise TemplateError(f"{name}.txt: {error}") from None
        return "\n".join(lines_of(text)) + "\n"


def lines_of(text: str) -> Iterator[str]:
    """The lines of a text, never two blank ones together, none at its ends."""
    is_blank = False
    for line in text.strip("\n").split("\n"):
        if line.strip() or not is_blank:
            yield line.rstrip()
        is_blank = not line.strip()


def salutation(sender: Address) -> str:
    """How a sender is called: by the name that the mail gives, where it is one; what stands beside it is left out."""
    surname, comma, given = NOT_A_NAME.sub("", sender.name).strip().partition(",")
    name = f"{given.strip()} {surname}" if comma and sender.name.isascii() and given.strip() else surname
    is_name = 0 < len(name) <= LONGEST_NAME and not UNLIKELY.search(name)
    return name.strip() if is_name else "申报人"


def shown_point(point: Point, today: date) -> ShownPoint:
    """A point in words; numbers that say who somebody is are masked."""
    asked = LANDLINE.sub("***", MAIL_ADDRESS.sub("***", mask(point.asked)))
    return ShownPoint(
        asked if len(asked) <= LONGEST_ASKED else f"{asked[:LONGEST_ASKED]}……",
        point.status,
        tuple(_shown_citation(each, today, is_one_of_many=point.status == "clarify") for each in point.citations),
        point.unanswered,
        _shown_case(point.case) if point.case else None,
    )


def _shown_citation(citation: Citation, today: date, *, is_one_of_many: bool) -> ShownCitation:
    """A citation in words, as every door says them."""
    quote, source, *notes = citation_lines(citation, None, today)
    return ShownCitation(
        quote.strip("「」") if quote.count("「") == 1 else quote[1:-1],
        source.replace(SOURCE, "", 1).strip(),
        tuple(note.strip() for note in notes),
        case_label(citation) if is_one_of_many else "",
    )


def _shown_case(case: OwnCase) -> ShownCase:
    """A verdict in words: what was understood, how it ends, and why."""
    return ShownCase(
        "；".join(f"{label}：{value}" for label, value in case.understood),
        _(OUTCOMES[case.verdict.outcome]),
        tuple(dict.fromkeys(reason.because for reason in case.reasons)),
        case.is_settled,
        case.verdict.is_over,
    )
