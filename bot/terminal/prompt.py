"""The line that a person types: editing, history kept for the arrow keys, polite ways out."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.history import FileHistory, History, InMemoryHistory

from bot import private_file
from bot.privacy.masking import storable


class MaskedHistory(FileHistory):
    """A history file that no identity or phone number reaches, and nothing that is typed while it is private."""

    def __init__(self, path: Path, is_private: Callable[[], bool]) -> None:
        super().__init__(str(path))
        self.is_private = is_private

    def store_string(self, string: str) -> None:
        """Keep a line, masked."""
        if not self.is_private():
            private_file.touch(Path(str(self.filename)))
            super().store_string(storable(string))


def history_in(path: Path, is_private: Callable[[], bool]) -> History:
    """The history in a file that only its owner reads; in memory where it cannot be written."""
    try:
        private_file.touch(path)
    except OSError:
        return InMemoryHistory()
    return MaskedHistory(path, is_private)


def _prompting(path: Path, is_private: Callable[[], bool]) -> PromptSession[str]:
    """A line to type in, with the history in a file."""
    return PromptSession(history=history_in(path, is_private))


def typed_lines(path: Path, is_private: Callable[[], bool], prompt: Callable[[], str]) -> Iterator[str]:
    """The lines that are typed behind a prompt, with the history in a file; Ctrl-C drops a line, Ctrl-D ends."""
    session, is_kept = _prompting(path, is_private), path.exists()
    while True:
        if is_kept and not path.exists():  # it was erased, and the arrow keys are to find nothing of it
            session = _prompting(path, is_private)
        with suppress(KeyboardInterrupt):
            try:
                yield session.prompt(prompt())
            except EOFError:
                return
