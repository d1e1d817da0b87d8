"""Values ↔ plain data that JSON can hold: of records what they were given, by the types of their fields.

Nothing is checked on the way back: this is for what was checked before it was kept.
"""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from functools import partial
from inspect import get_annotations
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, TypeVar, Union, cast, get_args, get_origin

from knowledge.file_record import FileRecord, key_of, remembered

Read = Callable[[Any], object]
T = TypeVar("T")


class Field(NamedTuple):
    """A field of a record: its key in data, its name, and what reads its value, if that is not plain."""

    key: str
    name: str
    read: Read | None


def as_data(value: object) -> object:
    """A value as plain data; a set in order, a day as its ISO form."""
    if isinstance(value, FileRecord):
        return data_of(value)
    if isinstance(value, Mapping):
        return {str(as_data(key)): as_data(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [as_data(each) for each in value]
    if isinstance(value, AbstractSet):
        return sorted(value)
    return value.isoformat() if isinstance(value, date) else value


def data_of(record: FileRecord) -> dict[str, object]:
    """The keys that a record was given, with what they hold as plain data."""
    held = vars(record)
    return {key_of(name): as_data(held[name]) for name in record.field_names if name in held}


def revive(kind: type[T], data: object) -> T:
    """A value of a type from what `as_data` made of it."""
    read = _reader(kind)
    return cast("T", read(data) if read else data)


@remembered
def hints_of(kind: type[FileRecord]) -> Mapping[str, object]:
    """The fields of a record with their types."""
    hints = {name: hint for each in kind.__mro__[::-1] for name, hint in get_annotations(each, eval_str=True).items()}
    return {name: hints[name] for name in kind.field_names}


@remembered
def _reader(hint: object) -> Read | None:
    """What makes a value of a type from plain data; None where it is plain itself."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _reader(parts[0])
    if origin in (Union, UnionType):
        return _reader_of_union(parts)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _reader_of_mapping(*map(_reader, parts))
    if origin in (tuple, frozenset):
        return _reader_of_several(origin, _reader(parts[0]))
    return _reader_of_class(hint) if isinstance(hint, type) else None


def _reader_of_class(kind: type) -> Read | None:
    """The same of a type that has no parts."""
    if issubclass(kind, FileRecord):
        return partial(_record, kind)
    if issubclass(kind, date):
        return kind.fromisoformat
    return kind if issubclass(kind, tuple) else None


def _record(kind: type[FileRecord], data: Mapping[str, object]) -> FileRecord:
    """A record from its data."""
    found = kind.kind_for(data)
    record = found.__new__(found)
    held = vars(record)
    for key, name, read in _fields_of(found):
        if key in data:
            held[name] = read(data[key]) if read else data[key]
    return record


@remembered
def _fields_of(kind: type[FileRecord]) -> tuple[Field, ...]:
    """The fields of a record."""
    return tuple(Field(key_of(name), name, _reader(hint)) for name, hint in hints_of(kind).items())


def _reader_of_union(parts: tuple[object, ...]) -> Read | None:
    """The same of one of several types, of which one at the most is not plain."""
    words = {word for part in parts if get_origin(part) is Literal for word in get_args(part)} | {None}
    read = next(filter(None, map(_reader, parts)), None)
    return read and (lambda data: data if data is None or (isinstance(data, str) and data in words) else read(data))


def _reader_of_mapping(read_key: Read | None, read: Read | None) -> Read | None:
    """The same of a mapping."""
    if read_key:
        return lambda data: {read_key(key): read(each) if read else each for key, each in data.items()}
    return read and (lambda data: {key: read(each) for key, each in data.items()})


def _reader_of_several(kind: Callable[[Any], object], read: Read | None) -> Read:
    """The same of values in a row or a set."""
    return (lambda data: kind(map(read, data))) if read else kind
