"""Records of data files: YAML in, checked values out, and an error that says path, key, what was found and allowed."""

from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from knowledge.errors import SourceError
from knowledge.reading import read_text

T = TypeVar("T")

adapter = cache(TypeAdapter)  # what checks values of a type takes longer to make than to use


class Model(BaseModel):
    """A record that cannot change; a key that it does not know is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def read_record(kind: type[T], path: Path, **given: object) -> T:
    """A YAML file as a value of this type, `given` added to it; `SourceError` where it does not have that form."""
    return record_of(kind, {**read_yaml(path), **given}, path)


def read_value(kind: type[T], path: Path) -> T:
    """What a YAML file holds, a list too, as a value of this type; `SourceError` where it does not have that form."""
    return record_of(kind, read_any(path), path)


def record_of(kind: type[T], data: object, path: Path) -> T:
    """The data of a file as a value of this type; `SourceError` where they do not have that form."""
    try:
        value: T = adapter(kind).validate_python(data)  # type: ignore[arg-type]  # mypy takes classes for unhashable
    except ValidationError as error:
        raise SourceError(f"{path}: {first_fault(error)}") from None
    return value


def read_yaml(path: Path) -> dict[str, object]:
    """The mapping that a YAML file holds, a key given twice refused; `SourceError` says where it is not one."""
    data = read_any(path)
    if not isinstance(data, dict):
        raise SourceError(f"{path}: a mapping of keys was expected")
    return data


def read_any(path: Path) -> object:
    """What a YAML file holds."""
    from ruamel.yaml import YAML  # noqa: PLC0415  # slow to import; most starts find what a file holds kept as JSON
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415

    try:
        return YAML(typ="safe", pure=True).load(read_text(path))
    except RecursionError:
        raise SourceError(f"{path}: nested too deeply") from None
    except (YAMLError, ValueError) as error:  # a day that does not exist is a ValueError
        raise SourceError(f"{path}: {' '.join(str(error).split())}") from None


def first_fault(error: ValidationError) -> str:
    """The first fault of a pydantic report in one line: where, what, and the value found."""
    fault = error.errors()[0]
    where = ".".join(map(str, fault["loc"])) or "the file"
    return f"{where}: {fault['msg']} (found {fault['input']!r:.80})"
