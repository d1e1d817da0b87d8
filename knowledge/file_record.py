"""Records: what data files hold, each shape written once, as a class with annotated fields.

What people write is checked against the annotations by pydantic (`records.py`), which is slow to import. What was
checked is kept as plain data and read back by the same annotations without it (`plain_data.py`).
"""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Self, TypeVar, cast, dataclass_transform

from knowledge.value import Value

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

F = TypeVar("F", bound=Callable[..., object])


@dataclass_transform(kw_only_default=True, frozen_default=True)
class FileRecord(Value):
    """A value that a data file holds, given by its keys; it cannot change, and equals another that holds the same.

    A field has an underscore behind its name where Python has the key for itself (`in_`).
    """

    def __init__(self, **given: object) -> None:
        if not self.needed_fields <= given.keys() <= set(self.field_names):
            raise TypeError(f"{type(self).__name__} has {', '.join(self.field_names)}; given are {', '.join(given)}")
        vars(self).update(given)
        self.check()

    def check(self) -> None:
        """`ValueError` where fields that are each as they should be do not go together."""

    @classmethod
    def kind_for(cls, data: object) -> type[Self]:  # noqa: ARG003  # for a record of which there are several kinds
        """Which kind of this record some data are; `ValueError` where they are none."""
        return cls

    def replace(self, **changes: object) -> Self:
        """The same with other values."""
        held = vars(self)
        return type(self)(**{name: held[name] for name in self.field_names if name in held} | changes)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object) -> "CoreSchema":
        """What pydantic asks a type for."""
        from knowledge.records import schema_of  # noqa: PLC0415  # pydantic is not needed for what was checked

        return schema_of(cls)


def remembered(function: F) -> F:
    """A function of types that remembers what it gave; `cache`, but that mypy takes classes for unhashable."""
    return cast("F", cache(function))


def key_of(name: str) -> str:
    """The key that a field has in data."""
    return name.removesuffix("_")


class ReadBy:
    """An annotation: has pydantic read a value by a function."""

    def __init__(self, read: Callable[[object], object]) -> None:
        self.read = read

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> "CoreSchema":
        """What pydantic asks an annotation for."""
        from pydantic_core.core_schema import no_info_plain_validator_function  # noqa: PLC0415

        return no_info_plain_validator_function(self.read)


class Within:
    """An annotation: has pydantic hold a value against bounds, called as pydantic calls them (`min_length`, `ge`)."""

    def __init__(self, **bounds: int) -> None:
        self.bounds = bounds

    def __get_pydantic_core_schema__(self, source: object, handler: Callable[[object], "CoreSchema"]) -> "CoreSchema":
        """What pydantic asks an annotation for."""
        return cast("CoreSchema", {**handler(source), **self.bounds})
