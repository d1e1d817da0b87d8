"""The library built and brought up to date, killed."""

import shutil
from itertools import count
from pathlib import Path

from knowledge.store import writing
from tests.kills.forks import Forks
from tests.kills.job import Account, Job
from tests.knowledge import builder

NOTICE, ANOTHER = "ln-scjg-2024", "city-draft-2024"


def build(path: str, notices: str) -> None:
    """Build the library of a folder of notices."""
    writing.dictionary_rows = builder.few_words
    library, _report = builder.open_short(Path(path), Path(notices))
    library.close()


class Building(Job):
    """Turn by turn a first build, a notice that comes, and one that goes."""

    def __init__(self, folder: Path) -> None:
        super().__init__(Forks(folder, {}))
        self.folder, self.turns = folder, count()
        self.notices = builder.make_notices(folder / "sources", NOTICE)
        self.path = folder / "library" / "library.sqlite"

    def start(self) -> None:
        turn = next(self.turns) % 3
        if turn == 0:
            shutil.rmtree(self.path.parent, ignore_errors=True)
        elif turn == 1:
            builder.make_notices(self.notices.parent, ANOTHER)
        else:
            shutil.rmtree(self.notices / ANOTHER, ignore_errors=True)
        self.forks.start("tests.kills.library:build", str(self.path), str(self.notices))

    def account(self) -> Account:
        """The library holds what one that is built at once holds, and nothing lies beside it."""
        anew = self.folder / "anew.sqlite"
        self.forks.start("tests.kills.library:build", str(anew), str(self.notices))
        self.forks.ends()
        here, wanted = set(builder.rows(self.path)), set(builder.rows(anew))
        anew.unlink()
        beside = {path.name for path in self.path.parent.iterdir()} - {
            f"library.sqlite{end}" for end in ("", "-wal", "-shm")
        }
        return Account(lost=len(wanted - here), doubled=len(here - wanted), broken=len(beside))
