"""The standard streams, whatever they were when the program was called: closed, full, of another alphabet."""

import errno
import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

SAMPLE = "职称"  # what a stream must be able to take


def make_usable() -> None:
    """Have every stream there, and take any text: UTF-8 where the stream's own alphabet has no Chinese."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by whoever called
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  # as long as the process
        _adapt(getattr(sys, name))


def _adapt(stream: TextIO) -> None:
    """Let nothing that is read or written be refused because of its characters."""
    if isinstance(stream, TextIOWrapper):
        try:
            SAMPLE.encode(stream.encoding)
        except (LookupError, UnicodeEncodeError):
            stream.reconfigure(encoding="utf-8")
        stream.reconfigure(errors="replace")


def flush() -> OSError | None:
    """Write out what still waits, so that nothing is left for the end of the process; what that met with."""
    met: OSError | None = None
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError as error:
            met = met or error
            discard(stream)
    return met


def discard(stream: TextIO) -> None:
    """Let what cannot be written go nowhere."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def is_left(error: OSError) -> bool:
    """Whether nobody reads any more what is written, which is no fault of anybody's."""
    return error.errno in (errno.EPIPE, errno.ESHUTDOWN)
