"""The templates of drafts, an office's own before ours, and what is filled into them."""

from collections.abc import Iterator
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError
from jinja2 import TemplateError as Broken
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.errors import TemplateError
from bot.mailbox.drafting.kept_templates import KeptTemplates

TEMPLATES = Path(__file__).with_name("templates")


class Stationery:
    """The templates of an office, and ours where it has none of its own."""

    def __init__(self, own: Path | None = None) -> None:
        folders = [folder for folder in (own, TEMPLATES) if folder is not None]
        self.environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader(folders),
            bytecode_cache=KeptTemplates(),
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
