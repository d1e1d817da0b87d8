"""No name stands for two things in one function: Python 3.12.1 takes the one for the other, and so do readers.

Read from the syntax tree: `symtable` leaves out the comprehensions that Python 3.12 and later inline.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOMS = ("bot", "knowledge", "eligibility", "tests")
FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef
COMPREHENSION = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
SCOPE = FUNCTION | ast.Lambda | COMPREHENSION
TWO_THINGS = """
from math import log as idf

def write(words, rarity):
    return [idf(word) for word in words], [(word, idf) for word, idf in rarity.items()]

class Index:
    def sort(self, words):
        def weighed(idf):
            return idf + 1
        return map(weighed, map(idf, words))

def spread(words):
    return [idf for idf in idf(words)]

def is_one_thing(words, idf=idf):
    return [idf(word) for word in words]
"""


def hidden(source: str, path: Path) -> Iterator[str]:
    """Where a local name of a function, or of what is nested in it, hides one of the module that it uses as well.

    A parameter counts as any other name. A function's own head is no use of a name in it: it is read outside of it.
    """
    module = ast.parse(source)
    own = set(names_given(module))
    for function in functions(module):
        used = own & set(names_used(function, frozenset(names_given(function))))
        scopes = [function, *(node for node in ast.walk(function) if isinstance(node, SCOPE))]
        lines = {name: line for scope in reversed(scopes) for name, line in names_given(scope).items()}
        yield from (f"{path}:{lines[name]}: {name} in {function.name}" for name in sorted(used & lines.keys()))


def functions(node: ast.AST) -> Iterator[FUNCTION]:
    """The functions of a module and the methods of its classes."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, FUNCTION):
            yield child
        else:
            yield from functions(child)


def names_given(scope: ast.AST) -> dict[str, int]:
    """The names that a scope itself gives something to, each with its line."""
    found: dict[str, int] = {}
    waiting = list(ast.iter_child_nodes(scope))
    for node in waiting:
        if isinstance(node, ast.alias):
            found.setdefault(node.asname or node.name.partition(".")[0], node.lineno)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.setdefault(node.id, node.lineno)
        elif name := getattr(node, "arg" if isinstance(node, ast.arg) else "name", None):
            found.setdefault(name, node.lineno)
        if not isinstance(node, SCOPE | ast.ClassDef):
            waiting += ast.iter_child_nodes(node)
    return found


def names_used(node: ast.AST, local: frozenset[str]) -> Iterator[str]:
    """The names that are read in a node and that no scope around them gives something to."""
    if isinstance(node, ast.Name) and node.id not in local:
        yield node.id
    for child in ast.iter_child_nodes(node):
        if isinstance(child, SCOPE):
            for each in head(child):
                yield from names_used(each, local)
            yield from names_used(child, local | names_given(child).keys())
        else:
            yield from names_used(child, local)


def head(scope: SCOPE) -> list[ast.expr]:
    """What of a nested scope is read in the scope around it."""
    if isinstance(scope, COMPREHENSION):
        return [scope.generators[0].iter]
    return [*scope.args.defaults, *(default for default in scope.args.kw_defaults if default)]


def test_no_local_name_hides_one_of_the_module_that_the_same_function_uses() -> None:
    paths = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    assert len(paths) > 200
    assert [line for path in paths for line in hidden(path.read_text(encoding="utf-8"), path.relative_to(ROOT))] == []


def test_what_is_hidden_is_found_where_it_stands() -> None:
    found = ["two.py:5: idf in write", "two.py:9: idf in sort", "two.py:14: idf in spread"]
    assert list(hidden(TWO_THINGS, Path("two.py"))) == found
