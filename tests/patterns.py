"""Every pattern of the project, found by itself: in the source, and in the data that is loaded.

A call of `re` or of `linear` is found in the syntax tree, and its pattern is worked out in the module that makes it; a
name that is put into it as it stands counts as a word. A pattern that cannot be worked out must be made while the data
is loaded, which is listened to. A call of which neither is true would be attacked by nobody, and is reported.
"""

import ast
import importlib
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from inspect import signature
from pathlib import Path
from types import ModuleType
from unittest import mock

import bot
import eligibility
import knowledge
from eligibility.review.lint import bears
from eligibility.rulebook.loading import load_rulebook
from knowledge import patterns
from knowledge.catalogue import load_catalogue
from knowledge.file_record import FileRecord
from knowledge.patterns import Alternatives
from knowledge.premise import premises
from knowledge.proposals import Cues
from knowledge.scope import Tables
from knowledge.source import load_sources
from knowledge.terms import Lexicon

ROOMS = ("bot", "eligibility", "knowledge")
ROOT = Path(knowledge.__file__).parents[1]
MAKERS = Path(patterns.__file__)  # compiles what others give it
WORD = "zhicheng"
FLAGS_AT = {"compile": 1, "sub": 4, "subn": 4, "split": 3} | dict.fromkeys(
    ("search", "match", "fullmatch", "finditer", "findall"), 2
)
UNTOLD = (NameError, AttributeError, TypeError, SyntaxError)  # what only a function knows, or more than one text
Site = tuple[str, int]


@dataclass(frozen=True)
class Pattern:
    """A pattern, and whether RE2 matches it."""

    text: str | bytes
    flags: int
    is_linear: bool


class Listener:
    """Hears what is compiled, and by which line of the project."""

    def __init__(self) -> None:
        self.heard: dict[Pattern, Site] = {}
        self.sites: set[Site] = set()

    def hear(self, pattern: Pattern) -> None:
        """Remember a pattern where the program itself made it, be it by what makes patterns for it."""
        frame = sys._getframe(2)
        while frame.f_back and Path(frame.f_code.co_filename) == MAKERS:
            frame = frame.f_back
        path = Path(frame.f_code.co_filename)
        if any(path.is_relative_to(ROOT / room) for room in ROOMS):
            site = (str(path.relative_to(ROOT)), frame.f_lineno)
            self.sites.add(site)
            self.heard.setdefault(pattern, site)

    def take(self, value: object, module: ModuleType) -> None:
        """Hear every pattern that a value of a module holds, and have records make what they make when asked for it."""
        if isinstance(value, Alternatives):
            self.heard.setdefault(
                Pattern(value.pattern, 0, is_linear=not any(map(patterns.LOOKS_AROUND.search, value))), site_of(module)
            )
        elif isinstance(value, FileRecord):
            make_all_of(value)
            self.take(vars(value), module)
        elif isinstance(value, Mapping | tuple):
            for each in value.values() if isinstance(value, Mapping) else value:
                self.take(each, module)

    def python(self, name: str) -> Callable[..., object]:
        """A function of `re` that is listened to."""
        own = getattr(re, name)

        def call(pattern: str | bytes | re.Pattern[str], *rest: object, **named: object) -> object:
            flags = named.get("flags", rest[FLAGS_AT[name] - 1] if len(rest) >= FLAGS_AT[name] else 0)
            if isinstance(pattern, str | bytes):
                self.hear(Pattern(pattern, int(flags), is_linear=False))  # type: ignore[call-overload]
            return own(pattern, *rest, **named)

        return call

    def re2(self, own: Callable[[str], str]) -> Callable[[str], str]:
        """What every pattern for RE2 goes through, listened to."""

        def call(pattern: str) -> str:
            self.hear(Pattern(pattern, 0, is_linear=True))
            return own(pattern)

        return call


def modules() -> Iterator[ModuleType]:
    """Every module of the program."""
    for package in (knowledge, eligibility, bot):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(found.name)


def site_of(module: ModuleType) -> Site:
    """Where a pattern stands that a module has from its data."""
    return str(Path(module.__file__ or "").relative_to(ROOT)), 0


def load_everything(listener: Listener) -> None:
    """Load all data that has patterns, anew: what functions without arguments remember, the word lists, the rules."""
    patterns.linear.cache_clear()
    patterns.several.cache_clear()
    for module in list(modules()):
        for loader in list(vars(module).values()):
            listener.take(loader if isinstance(loader, Alternatives) else None, module)
            if (
                hasattr(loader, "cache_clear")
                and loader.__module__ == module.__name__
                and not signature(loader).parameters
            ):
                listener.take(loader.__wrapped__(), module)
    lexicon = Lexicon.read()
    patterns.linear.cache_clear()
    for _, kind in lexicon.kinds.all:
        assert kind.piece("") is None
        assert not kind.is_asked("", "") or kind.asks
    assert not lexicon.kinds.is_broad("")
    assert not lexicon.kinds.points_on("")
    assert not lexicon.kinds.is_own("")
    assert not lexicon.asking.is_question("")
    assert not lexicon.asking.is_yes_or_no("")
    assert not lexicon.asking.without_opening("")
    assert not list(lexicon.asking.counted_in(""))
    assert lexicon.asking.allows("") is None
    assert not lexicon.following.is_at_a_loss("")
    assert not list(premises("", lexicon.premise))
    tables = Tables(lexicon, [source.notice for source in load_sources()], list)
    for each in (tables, tables.places):
        held = tuple(value for value in vars(each).values() if isinstance(value, Alternatives))
        listener.take(held, importlib.import_module(type(each).__module__))
    load_rulebook.__wrapped__(cache_folder=None)
    for topic in load_catalogue().topics.values():
        Cues([topic])
    assert bears("3月1日", date(2024, 3, 1))


def make_all_of(record: FileRecord) -> None:
    """Have a record make what it makes when it is first asked for it."""
    for kind in type(record).__mro__:
        for name, attribute in vars(kind).items():
            if isinstance(attribute, cached_property):
                getattr(record, name)


def all_patterns() -> tuple[dict[Pattern, Site], list[str]]:
    """Every pattern with a line that makes it, and the calls whose pattern nobody could tell."""
    listener = Listener()
    everything = list(modules())
    with ExitStack() as stack:
        for name in FLAGS_AT:
            stack.enter_context(mock.patch.object(re, name, listener.python(name)))
        stack.enter_context(mock.patch.object(patterns, "in_unicode", listener.re2(patterns.in_unicode)))
        load_everything(listener)
    found, lost = dict(listener.heard), []
    for module in everything:
        for call, site in calls_in(module):
            try:
                found.setdefault(worked_out(call, module), site)
            except UNTOLD:
                if site not in listener.sites:
                    lost.append(f"{site[0]}:{site[1]}: {ast.unparse(call):.80}")
    return found, lost


def calls_in(module: ModuleType) -> Iterator[tuple[ast.Call, Site]]:
    """The calls of a module that make a pattern."""
    path = Path(module.__file__ or "")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if path != MAKERS else ():
        if isinstance(node, ast.Call) and (is_python(node.func) or is_linear(node.func)):
            yield node, (str(path.relative_to(ROOT)), node.lineno)


def is_python(function: ast.expr) -> bool:
    """Whether a function is one of `re` that takes a pattern."""
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id == "re"
        and function.attr in FLAGS_AT
    )


def is_linear(function: ast.expr) -> bool:
    """Whether a function is `linear`."""
    return isinstance(function, ast.Name) and function.id == "linear"


class Words(ast.NodeTransformer):
    """Puts a word for each name that is put into a pattern as it stands."""

    def visit_FormattedValue(self, node: ast.FormattedValue) -> ast.AST:  # ast's name
        return ast.Constant(WORD) if "re.escape" in ast.unparse(node) else node


def worked_out(call: ast.Call, module: ModuleType) -> Pattern:
    """The pattern of a call; an error where the module does not tell it."""
    if is_linear(call.func):
        return Pattern("|".join(value(node, module) for node in call.args), 0, is_linear=True)  # type: ignore[misc]
    assert isinstance(call.func, ast.Attribute)
    text, flags = value(call.args[0], module), [each.value for each in call.keywords if each.arg == "flags"]
    flags += call.args[FLAGS_AT[call.func.attr] :][:1]
    if not isinstance(text, str | bytes):
        raise TypeError(text)
    return Pattern(text, int(str(int(value(flags[0], module)))) if flags else 0, is_linear=False)  # type: ignore[call-overload]


def value(node: ast.expr, module: ModuleType) -> object:
    """What an expression comes to in a module."""
    tree = ast.Expression(Words().visit(node) if isinstance(node, ast.JoinedStr) else node)
    return eval(compile(ast.fix_missing_locations(tree), "pattern", "eval"), dict(vars(module)))
