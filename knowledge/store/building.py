"""Building the library: what changed in the notices is written, in one transaction, and nothing else."""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from pathlib import Path

from knowledge.catalogue import FOLDER as TOPICS
from knowledge.errors import DamagedLibrary, LexiconError, LibraryError
from knowledge.notice import NOTICES
from knowledge.store.fingerprint import code
from knowledge.store.folders import Files, Folders, NoticeFiles
from knowledge.store.library import Library
from knowledge.store.report import BuildReport
from knowledge.store.seals import TROUBLE, in_brief, is_damage
from knowledge.store.wal import switch_on
from knowledge.terms import FOLDER, Lexicon
from knowledge.value import replace

STAMP = "INSERT OR REPLACE INTO setting VALUES ('stamp', ?)"
BUSY = 60.0  # seconds to wait for another process that is building


def open_library(
    path: Path,
    notices: Path = NOTICES,
    lexicon: Path = FOLDER,
    topics: Path = TOPICS,
    before: Callable[[], object] = lambda: None,
) -> tuple[Library, BuildReport]:
    """The library at a path, built or brought up to date first where the notices, the lexicon or the topics changed.

    `before` is called before a file is built, which takes its time.

    A damaged file is put aside as `NAME.damaged` and built anew. Where the file cannot be written, the library is built
    in memory. A broken notice is left out; where a word list is broken, the library that is there stays as it was. The
    report says so in each case. `SourceError` where no notice can be read, `LexiconError` where no library is there.
    """
    folders = Folders(notices, lexicon, topics)
    try:
        return _open_file(path, folders, before)
    except DamagedLibrary as error:
        return built_anew(path, error, folders)


def built_anew(path: Path, why: DamagedLibrary, folders: Folders) -> tuple[Library, BuildReport]:
    """The library built in the place of a damaged one."""
    try:
        put_aside(path)
    except OSError as error:
        library, report = in_memory(folders, f"{path}: {error.strerror}")
    else:
        library, report = _open_file(path, folders)
    return library, replace(report, damaged=str(why))


def _open_file(
    path: Path, folders: Folders, before: Callable[[], object] = lambda: None
) -> tuple[Library, BuildReport]:
    """The library in a file, or in memory where the file cannot be written."""
    if library := _unchanged(path, folders):
        return library, BuildReport(left_out=library.left_out)
    files = folders.files(_known(path))
    if library := up_to_date(path, files.fingerprint):
        if folders.stamp:
            _put_stamp(path, folders.stamp)
        return library, BuildReport(left_out=library.left_out)
    before()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return build(path, files, folders)
    except LexiconError as error:
        if earlier := _open_suitable(path, lambda library: library.built_by == code() and bool(library.settings)):
            return earlier, BuildReport(outdated=str(error), left_out=earlier.left_out)
        raise
    except (OSError, *TROUBLE) as error:
        if not isinstance(error, OSError) and is_damage(error):
            raise DamagedLibrary(f"{path}: {in_brief(error)}") from error
        return in_memory(folders, f"{path}: {error}")


def in_memory(folders: Folders, why: str) -> tuple[Library, BuildReport]:
    """A library that is gone with the process."""
    library, report = build(":memory:", folders.files({}), folders)
    return library, replace(report, unwritable=why)


def _unchanged(path: Path, folders: Folders) -> Library | None:
    """The library in a file that is stamped with the sizes and times of today; None where more must be read."""
    wanted = folders.stamp
    if wanted is None:
        return None
    return _open_suitable(path, lambda library: library.stamp == wanted and bool(library.settings))


def _known(path: Path) -> Mapping[str, NoticeFiles]:
    """The files of notices as a library of the same code knows them; nothing where there is none."""
    library = _open_suitable(path, lambda library: library.built_by == code() and bool(library.settings))
    if library is None:
        return {}
    with library:
        return library.files


def up_to_date(path: Path, wanted: str) -> Library | None:
    """The library in a file that was built from this; None where it must be built."""
    return _open_suitable(path, lambda library: library.built_from == wanted and bool(library.settings))


def _put_stamp(path: Path, stamp: str) -> None:
    """Have the next start find at once that nothing changed; where the file cannot be written now, it reads again."""
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True)) as file,
        file,
    ):
        file.execute(STAMP, [stamp])


def _open_suitable(path: Path, suits: Callable[[Library], bool]) -> Library | None:
    """The library in a file, opened for reading only; None where there is none that suits.

    On a read-only disk a file with a journal opens only as immutable.
    """
    for mode in ("mode=ro", "mode=ro&immutable=1") if path.is_file() else ():
        try:
            connection = sqlite3.connect(f"{path.resolve().as_uri()}?{mode}", uri=True, timeout=BUSY)
        except sqlite3.OperationalError:
            continue
        library, is_right = Library(connection), False
        try:
            is_right = suits(library)
        except DamagedLibrary:
            raise
        except LibraryError:
            continue
        finally:
            if not is_right:
                library.close()
        return library if is_right else None
    return None


def put_aside(path: Path) -> None:
    """Move a damaged file out of the way; its journal goes."""
    with suppress(FileNotFoundError):
        path.replace(path.with_name(f"{path.name}.damaged"))
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def build(path: Path | str, files: Files, folders: Folders) -> tuple[Library, BuildReport]:
    """A library at a path, its changes written in one transaction; another process that builds it is waited for."""
    from sqlite_utils import Database  # noqa: PLC0415  # slow to import, as all of these, and only building needs them

    from knowledge.catalogue import load_catalogue  # noqa: PLC0415
    from knowledge.store.schema import migrations  # noqa: PLC0415
    from knowledge.store.stock import StockTaker  # noqa: PLC0415
    from knowledge.store.writing import Writer  # noqa: PLC0415

    connection = sqlite3.connect(path, timeout=BUSY, isolation_level=None)
    try:
        switch_on(connection, BUSY)
        connection.execute("BEGIN IMMEDIATE")
        db = Database(connection)
        migrations.apply(db)
        report = BuildReport()
        library = Library(connection)
        if library.built_from != files.fingerprint:
            catalogue, lexicon = load_catalogue(folders.topics), Lexicon.read(folders.lexicon)
            earlier = library.stored if library.built_by == code() else {}  # other code may keep a notice otherwise
            stock = StockTaker(folders, files, lexicon, catalogue, earlier).take()
            report = Writer(db, lexicon, catalogue).write(stock, files.fingerprint)
            connection.execute(STAMP, [folders.stamp])
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        connection.close()
        raise
    return Library(connection), report
