"""The documents must not lie: their commands are run, and what they name must be there."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple

import click
import pytest

from bot.cli import COMMANDS, zhicheng
from bot.core.menu import CHAT_COMMANDS
from knowledge.file_record import FileRecord
from knowledge.notice import NOTICES, Erratum, Mention, Notice, Scope, Window
from knowledge.store.library import Library

ROOT = Path(__file__).parents[1]
README, TWIN = ROOT / "README.md", ROOT / "README.en.md"
USING, ARCHITECTURE, GLOSSARY = (ROOT / "docs" / f"{name}.md" for name in ("using", "architecture", "glossary"))
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
TASKS = sorted((ROOT / "docs" / "tasks").glob("*.md"))
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
DOCUMENTS = [README, TWIN, CONTRIBUTING, USING, ARCHITECTURE, GLOSSARY, *TASKS]
LONGEST = {README: 120, TWIN: 120, ARCHITECTURE: 150, CONTRIBUTING: 80}  # lines
ROOMS = ("bot", "eligibility", "knowledge")
CONSOLE = re.compile(r"^ *```console\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
PROGRAM = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FRAGMENT = re.compile(r"^ *```py\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
FENCED = re.compile(r"^ *```(\w+)\n.*?^ *```$", re.MULTILINE | re.DOTALL)
PATH = re.compile(r"`([\w./-]*\w(?:/[\w./-]*|\.(?:py|yaml|md|txt|jsonl)))`")
PLACEHOLDER = re.compile(r"\b(?:ID|KIND|praise)\b|某")
GAP = "…"
in_each = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))


class Example(NamedTuple):
    """A command of a document and what it prints; `…` stands for anything."""

    document: str
    command: str
    printed: str


@cache
def text_of(document: Path) -> str:
    """What a document holds."""
    return document.read_text(encoding="utf-8")


def examples(document: Path) -> Iterator[Example]:
    """Every command of a document's console blocks; a block in a list is moved to the margin."""
    for block in CONSOLE.findall(text_of(document)):
        margin = len(block) - len(block.lstrip(" "))
        lines = "".join(line[margin:] if line[:margin].isspace() else line for line in block.splitlines(keepends=True))
        for piece in re.split(r"^\$ ", lines, flags=re.MULTILINE):
            if piece:
                yield Example(str(document.relative_to(ROOT)), *piece.split("\n", 1))


def is_printed(wanted: str, printed: str) -> bool:
    """Whether something was printed as a document shows it."""
    return re.fullmatch(".*?".join(map(re.escape, wanted.split(GAP))), printed, re.DOTALL) is not None


def is_listed(wanted: str, printed: str) -> bool:
    """Whether what a document lists was printed in that order; a library may hold more."""
    lines = iter(printed.splitlines())
    return all(line in lines for line in wanted.splitlines())


@pytest.fixture(scope="module")
def surroundings(library: Library) -> dict[str, str]:
    """A machine on which the project is installed and the library was built."""
    path = library.connection.execute("PRAGMA database_list").fetchone()[2]
    kept = {name: value for name, value in os.environ.items() if name not in ("ZHICHENG_LANGUAGE", "NO_COLOR")}
    commands = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    storage = str(Path(path).with_name("storage.sqlite"))
    return {**kept, "ZHICHENG_LIBRARY": path, "ZHICHENG_STORAGE": storage, "PATH": commands}


def test_there_are_examples() -> None:
    assert all(list(examples(document)) for document in (README, TWIN, USING))


@pytest.mark.parametrize(
    "example", [each for document in DOCUMENTS for each in examples(document)], ids=lambda each: ": ".join(each[:2])
)
def test_a_command_prints_what_the_document_shows(example: Example, surroundings: dict[str, str]) -> None:
    assert re.search(r"\bzhicheng\b", example.command)
    result = subprocess.run(
        ["sh", "-c", example.command],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    assert result.stderr == ""
    assert example.printed
    shows = is_listed if example.command.startswith("zhicheng notices --") else is_printed
    assert shows(example.printed, result.stdout), result.stdout


def test_the_smallest_door_is_one(surroundings: dict[str, str]) -> None:
    """It answers, goes on from the last question, and answers no update twice."""
    [program] = PROGRAM.findall(text_of(ROOT / "docs" / "tasks" / "add-a-door.md"))
    said = '{"who": "a", "update": "1", "text": "省工信厅经济系列网上申报几号截止"}\n'
    more = '{"who": "a", "update": "2", "text": "那工程系列呢"}\n'
    result = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=surroundings,
        input=said + more + more,
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    first, second = result.stdout.splitlines()
    assert "8月12日—8月30日" in first
    assert "理解为：工程系列" in second


def test_the_twin_says_the_same() -> None:
    """Chinese and English: the same headings, commands, links and code blocks."""
    forms = [
        (
            re.findall(r"^#+ ", text, re.MULTILINE),
            FENCED.findall(text),
            re.findall(r"^\| ", text, re.MULTILINE),
            set(re.findall(r"\]\(([^)]+)\)", text)) - {"README.md", "README.en.md"},
        )
        for text in (text_of(README), text_of(TWIN))
    ]
    assert forms[0] == forms[1]
    theirs = [each.command.replace("ZHICHENG_LANGUAGE=en ", "") for each in examples(TWIN)]
    assert theirs == [each.command for each in examples(README)]


@pytest.mark.parametrize("document", LONGEST, ids=lambda path: path.name)
def test_it_can_be_read_in_a_few_minutes(document: Path) -> None:
    assert len(text_of(document).splitlines()) <= LONGEST[document]


@in_each
def test_every_link_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text_of(document))
    ours = {link for link in links if not link.startswith(("http://", "https://"))}
    assert {link for link in ours if not (document.parent / link).exists()} == set()


@cache
def there() -> str:
    """Every path of the project, one a line, with / before and behind it."""
    found = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if not name.startswith(".") or name == ".ci"]
        found += [f"/{Path(folder, name).relative_to(ROOT)}\n" for name in files]
    return "".join(found)


@in_each
def test_every_path_is_there(document: Path) -> None:
    """From the root of the project, or as the end of a path where the text says in which folder it is."""
    named = set(PATH.findall(FENCED.sub("", text_of(document))))
    ours = {name for name in named if not name.startswith((".venv", "/")) and not PLACEHOLDER.search(name)}
    folders, files = {name for name in ours if name.endswith("/")}, {name for name in ours if not name.endswith("/")}
    assert {name for name in folders if f"/{name}" not in there()} == set()
    assert {name for name in files if f"/{name}\n" not in there()} == set()


@cache
def trees() -> dict[Path, ast.Module]:
    """The code, read."""
    return {path: ast.parse(text_of(path)) for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))}


@in_each
def test_every_function_is_one(document: Path) -> None:
    """What a document writes as `name()` is a function; one that only its file uses begins with an underscore."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    defined = {node.name for tree in trees().values() for node in ast.walk(tree) if isinstance(node, functions)}
    named = set(re.findall(r"`(?:\w+\.)?([a-z]\w*)\(\)`", text_of(document)))
    assert {name for name in named if not {name, f"_{name}"} & defined} == set()


@in_each
def test_every_class_in_a_piece_of_code_is_one(document: Path) -> None:
    """A piece of code that cannot run alone can at least be read, and the classes that it names are there."""
    for fragment in FRAGMENT.findall(text_of(document)):
        nodes = ast.walk(ast.parse(dedent(fragment)))
        named = {node.id for node in nodes if isinstance(node, ast.Name) and node.id[0].isupper()}
        assert {name for name in named if name.lower() not in identifiers()} == set()


def test_every_folder_is_on_the_plan() -> None:
    folders = {path.parent for path in trees() if path.name == "__init__.py"}
    names = {f"{folder.relative_to(ROOT)}/" for folder in folders if folder.parent != ROOT}
    inside = {name for name in names if name.startswith("bot/mailbox/") and name != "bot/mailbox/"}
    plan = text_of(ARCHITECTURE)
    assert {name for name in names - inside if f"`{name}`" not in plan} == set()
    assert {name for name in inside if f"`{name.removeprefix('bot/mailbox/')}`" not in plan} == set()


def identifiers() -> set[str]:
    """Every name and every plain word of the code, in small letters: modules, classes, fields, columns, values."""
    found = {name for path in trees() for name in (path.stem, path.parent.name)}
    for tree in trees().values():
        for node in ast.walk(tree):
            name = getattr(node, "name", None) or getattr(node, "id", None) or getattr(node, "arg", None)
            found |= {name} if isinstance(name, str) else set()
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
                found.add(node.value)
    return {name.lower() for name in found}


def test_every_word_of_the_glossary_is_one_of_the_code() -> None:
    rows = re.findall(r"^\| [^|]+ \| (`[^|]+) \|", text_of(GLOSSARY), re.MULTILINE)
    words = {word for row in rows for word in re.findall(r"`(\w+)`", row)}
    assert len(words) > 50
    assert words - identifiers() == set()


def test_every_target_is_in_the_makefile_and_explained() -> None:
    named = {name for each in DOCUMENTS for name in re.findall(r"(?:`|^)make ([a-z]+)", text_of(each), re.MULTILINE)}
    for target in sorted(named):
        subprocess.run(["make", "-n", target], cwd=ROOT, check=True, capture_output=True)
    targets = set(re.findall(r"^([a-z]+):.*##", text_of(ROOT / "Makefile"), re.MULTILINE))
    explained = set(re.findall(r"^\| `make ([a-z]+)`", text_of(CONTRIBUTING), re.MULTILINE))
    assert targets - explained == {"help", "setup", "clean"}


def test_every_command_is_explained_and_no_other() -> None:
    assert set(re.findall(r"zhicheng ([a-z]+)", text_of(USING))) == set(COMMANDS)
    others = [document for document in DOCUMENTS if document.name != "add-a-command.md"]
    assert {name for each in others for name in re.findall(r"`?zhicheng ([a-z]+)", text_of(each))} <= set(COMMANDS)
    assert {name for name in CHAT_COMMANDS if f"`/{name}`" not in text_of(USING)} == set()


def options(command: click.Command) -> Iterator[str]:
    """Every option of a command and of those below it."""
    yield from (name for option in command.params for name in option.opts)
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from options(below)


@pytest.mark.parametrize("document", [README, TWIN, USING, *TASKS], ids=lambda path: path.name)
def test_every_option_is_one(document: Path) -> None:
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text_of(document)))
    assert named - {*options(zhicheng), "--help"} == set()


def test_every_notice_that_is_named_is_there() -> None:
    named = set(re.findall(r"\b[a-z]+(?:-[a-z]+)+-20\d\d\b", text_of(USING)))
    assert named
    assert {name for name in named if not (NOTICES / name / "notice.yaml").is_file()} == set()


def test_every_word_list_is_named() -> None:
    lexicon = {f"knowledge/lexicon/{path.name}" for path in (ROOT / "knowledge" / "lexicon").glob("*.yaml")}
    assert {name for name in lexicon if f"`{name}`" not in text_of(USING)} == set()


@pytest.mark.parametrize("kind", [Notice, Scope, Window, Mention, Erratum])
def test_every_key_of_a_notice_is_explained(kind: type[FileRecord]) -> None:
    steps = text_of(ROOT / "docs" / "tasks" / "add-a-notice.md")
    keys = {*kind.field_names} - {"id"}
    assert {key for key in keys if f"`{key}`" not in steps} == set()


def test_every_decision_has_its_number_and_its_parts() -> None:
    assert [path.name[:4] for path in DECISIONS] == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]
    for path in DECISIONS:
        text = text_of(path)
        assert text.startswith(f"# {path.name[:4]}. ")
        for part in ("**What.**", "**Why.**", "**Turned down.**"):
            assert part in text
