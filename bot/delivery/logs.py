"""A log without secrets: the bot's token is masked wherever it turns up, and httpx, which logs addresses, is quiet."""

import logging
import re
import traceback
from types import TracebackType

TOKEN = re.compile(r"\d{1,32}:[A-Za-z0-9_-]{30,}")
QUIET = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "telegram": logging.INFO,
    "telegram.ext.ExtBot": logging.CRITICAL + 1,  # it writes down what people said where it cannot read that
    "uvicorn": logging.WARNING,
}
ErrorInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
FORMAT = "%(levelname)s %(name)s: %(message)s"


class Masked(logging.Formatter):
    """Writes a record with tokens as asterisks, and of an error where it arose, without its text."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it goes into the log."""
        return TOKEN.sub("***", super().format(record))

    def formatException(self, ei: ErrorInfo) -> str:  # noqa: N802  # logging's own name
        """Where an error arose; what it says may be what a person wrote."""
        return place_of(ei[1]) if ei[1] else ""


def place_of(error: BaseException) -> str:
    """What an error is and where it arose, without its own text and without values: they may be what a person wrote."""
    return f"{type(error).__name__}\n{''.join(traceback.format_tb(error.__traceback__))}"


def set_up(level: int = logging.INFO) -> None:
    """Log to standard error, which a service manager dates and keeps."""
    handler = logging.StreamHandler()
    handler.setFormatter(Masked(FORMAT))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name, least in QUIET.items():
        logging.getLogger(name).setLevel(least)
