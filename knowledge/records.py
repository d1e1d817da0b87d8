"""Records of data files: YAML in, checked values out, and an error that says path, key, what was found and allowed."""

from functools import partial
from pathlib import Path
from typing import Any, NotRequired, TypeVar, cast

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic_core.core_schema import CoreSchema, no_info_plain_validator_function
from typing_extensions import TypedDict

from knowledge.errors import SourceError
from knowledge.file_record import FileRecord, key_of, remembered
from knowledge.plain_data import hints_of
from knowledge.reading import read_text

R = TypeVar("R", bound=FileRecord)
T = TypeVar("T")

adapter = remembered(TypeAdapter)  # what checks values of a type takes longer to make than to use


class Model(BaseModel):
    """A record that cannot change; a key that it does not know is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def schema_of(kind: type[FileRecord]) -> CoreSchema:
    """How pydantic reads a record: its form is looked at when one is read, for it may hold records of its own kind."""
    return no_info_plain_validator_function(partial(_checked, kind))


def _checked(kind: type[R], data: object) -> R:
    """The record that some data are; one that is read already stays."""
    if isinstance(data, kind):
        return data
    found = kind.kind_for(data)
    fields = _form_of(found).validate_python(data)
    return found(**{name: fields[key_of(name)] for name in found.field_names if key_of(name) in fields})


@remembered
def _form_of(kind: type[FileRecord]) -> TypeAdapter[dict[str, object]]:
    """The form of a record's data: its keys, those that may be left out, and the type of each."""
    keys = {
        key_of(name): hint if name in kind.needed_fields else NotRequired[hint] for name, hint in hints_of(kind).items()
    }
    form = cast("Any", TypedDict)(kind.__name__, keys)
    form.__pydantic_config__ = ConfigDict(extra="forbid")
    return TypeAdapter(form)


def read_record(kind: type[T], path: Path, **given: object) -> T:
    """A YAML file as a value of this type, `given` added to it; `SourceError` where it does not have that form."""
    return record_of(kind, {**read_yaml(path), **given}, path)


def read_value(kind: type[T], path: Path) -> T:
    """What a YAML file holds, a list too, as a value of this type; `SourceError` where it does not have that form."""
    return record_of(kind, read_any(path), path)


def record_of(kind: type[T], data: object, path: Path) -> T:
    """The data of a file as a value of this type; `SourceError` where they do not have that form."""
    try:
        value = adapter(kind).validate_python(data)
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
