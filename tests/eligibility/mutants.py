"""Rule files with one thing changed: a threshold, an `all` become `any`, a condition or a value dropped, an outcome.

A condition that the file names once and uses in many places (a YAML anchor) is changed in all of them.
"""

import copy
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from knowledge.records import read_yaml

Raw = dict

GROUPS = ("placements", "rules", "achievements", "routes", "windows")
OTHER_OUTCOME = {
    "own": "elsewhere", "elsewhere": "unclear", "unclear": "not_eligible", "not_eligible": "not_covered",
    "not_covered": "elsewhere", "eligible": "unclear",
}  # fmt: skip


def mutants(path: Path) -> Iterator[tuple[str, Raw]]:
    """Every mutant of a rule file, with what was done to it; each holds only until the next is asked for."""
    raw = read_yaml(path)
    seen: set[int] = set()
    for said in list(statements(raw)):
        for node in list(nodes(said, seen)):
            for what, changed in list(node_mutants(node)):
                yield from while_changed(raw, node, changed, f"{path.stem}: {said['id']}: {what}")
        yield from while_changed(raw, said, other_outcome(said), f"{path.stem}: {said['id']}: outcome")
    for group in ("rules", "achievements"):
        for number, said in enumerate(raw.get(group, [])):
            fewer = [each for at, each in enumerate(raw[group]) if at != number]
            routes = [{**route, "waives": without(route.get("waives", []), said["id"])} for route in raw["routes"]]
            yield f"{path.stem}: {said['id']}: dropped", {**raw, group: fewer, "routes": routes}


def while_changed(raw: Raw, node: Raw, changed: Raw | None, what: str) -> Iterator[tuple[str, Raw]]:
    """The file while one node is another; afterwards it is what it was."""
    if changed is None:
        return
    before = copy.copy(node)
    node.clear()
    node.update(changed)
    yield what, raw
    node.clear()
    node.update(before)


def statements(raw: Raw) -> Iterator[Raw]:
    for group in GROUPS:
        for said in raw.get(group, []):
            yield said
            yield from said.get("rules", [])


def nodes(said: Raw, seen: set[int]) -> Iterator[Raw]:
    """The conditions of a statement that no statement before it has used."""
    waiting = [said[key] for key in ("when", "holds") if key in said]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        for body in node.values():
            waiting += body if isinstance(body, list) else [body] if "not" in node else []


def node_mutants(node: Raw) -> Iterator[tuple[str, Raw]]:
    """What can be changed in one condition."""
    (word, body), *_ = node.items()
    if word in ("all", "any"):
        yield f"{word} turned", {{"all": "any", "any": "all"}[word]: body}
        for number in range(len(body) if len(body) > 1 else 0):
            yield f"{word}: part {number} dropped", {word: body[:number] + body[number + 1 :]}
    elif word == "not":
        yield "not dropped", body
    elif isinstance(body, dict):
        for key, value in body.items():
            if len(body) > 1 and word in ("is", "in"):
                yield f"{word}: {key} dropped", {word: {each: body[each] for each in body if each != key}}
            for changed in changed_values(value):
                yield f"{word}: {key}: {changed}", {word: {**body, key: changed}}


def changed_values(value: object) -> Iterator[object]:
    """A value that is a little different."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value - 1, value + 1)
    elif isinstance(value, date):
        yield from (value - timedelta(1), value + timedelta(1))
    elif isinstance(value, list) and len(value) > 1:
        yield from (without(value, left_out) for left_out in value)


def other_outcome(said: Raw) -> Raw | None:
    outcome = said.get("outcome")
    return {**said, "outcome": OTHER_OUTCOME[outcome]} if outcome else None


def without(values: list[object], left_out: object) -> list[object]:
    return [each for each in values if each != left_out]
