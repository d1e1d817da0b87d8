import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import SourceError
from knowledge.file_record import FileRecord, Within
from knowledge.plain_data import as_data, revive
from knowledge.records import record_of

FILE = Path("made.yaml")


class Leaf(FileRecord):
    """A record of a kind of its own."""

    in_: Annotated[Mapping[str, int], Within(min_length=1)]


class Tree(FileRecord):
    """A record that holds what records hold, and others of its kind."""

    name: str
    day: date | Literal["year_end"] | None = None
    days: Mapping[date, str] = {}
    words: frozenset[str] = frozenset()
    leaves: Mapping[str, tuple[Leaf, ...]] = {}
    branches: "tuple[Tree, ...]" = ()

    def check(self) -> None:
        """A tree has a name."""
        if not self.name:
            raise ValueError("a tree has a name")


def trees(branches: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    """Trees with branches."""
    leaves = st.builds(Leaf, in_=st.dictionaries(st.text(), st.integers(), min_size=1))
    return st.builds(
        Tree,
        name=st.text(min_size=1),
        day=st.none() | st.just("year_end") | st.dates(),
        days=st.dictionaries(st.dates(), st.text()),
        words=st.frozensets(st.text()),
        leaves=st.dictionaries(st.text(), st.lists(leaves).map(tuple)),
        branches=st.lists(branches).map(tuple),
    )


@given(st.recursive(st.builds(Tree, name=st.text(min_size=1)), trees, max_leaves=5))
def test_a_record_comes_back_from_its_plain_data_and_is_accepted_as_what_people_write(tree: Tree) -> None:
    data = json.loads(json.dumps(as_data(tree)))
    assert revive(Tree, data) == record_of(Tree, data, FILE) == tree


def test_what_was_not_given_is_not_kept_and_still_there() -> None:
    assert as_data(Tree(name="a")) == {"name": "a"}
    assert revive(Tree, {"name": "a"}).branches == ()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"name": "a", "leaves": {"b": [{"in": {}}]}}, "leaves.b.0.in: "),
        ({"name": "a", "branches": [{"name": "b", "branches": [{"name": ""}]}]}, "branches.0.branches.0: Value error"),
        ({"name": "a", "branches": [{"name": "b", "height": 3}]}, "branches.0.height: Extra inputs"),
        ({"name": "a", "branches": [{}]}, "branches.0.name: Field required"),
        ([], "the file: "),
    ],
)
def test_what_people_write_is_refused_with_the_place_where_it_is_wrong(data: object, said: str) -> None:
    with pytest.raises(SourceError) as refused:
        record_of(Tree, data, FILE)
    assert str(refused.value).startswith(f"{FILE}: {said}")


def test_a_record_cannot_change_and_is_given_what_it_has() -> None:
    tree = Tree(name="a")
    with pytest.raises(AttributeError):
        tree.name = "b"  # type: ignore[misc]  # what is tried here
    for given_keys in ({"name": "a", "height": 3}, {}):
        with pytest.raises(TypeError, match=r"Tree has name, day"):
            Tree(**given_keys)  # type: ignore[arg-type]  # what is tried here
    assert (tree.replace(words=frozenset("b")).words, tree.words) == (frozenset("b"), frozenset())
