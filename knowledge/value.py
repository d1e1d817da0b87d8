"""Values: what the program works with, each shape a class with annotated fields, given in their order or by name.

They are what frozen dataclasses are, but that all share their methods: a dataclass has six written and compiled for
it, which takes a third of a millisecond at each start, and a start needs forty of them (decision 0018).
"""

from inspect import get_annotations
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar, dataclass_transform, get_origin

__all__ = ["Singular", "Value", "replace"]


@dataclass_transform(frozen_default=True)
class Value:
    """A value that cannot change, and equals another of its kind whose fields hold the same.

    A default is shared by all that were not given another: it must not be one that can change.
    """

    field_names: ClassVar[tuple[str, ...]] = ()
    needed_fields: ClassVar[frozenset[str]] = frozenset()
    right_forms: ClassVar[set[tuple[int | str, ...]]]  # how many fields were given in their order, which by name
    compared: ClassVar["attrgetter[object]"]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        own = [name for name, hint in get_annotations(cls).items() if not _is_of_the_class(hint)]
        cls.field_names = tuple(dict.fromkeys([*cls.field_names, *own]))
        cls.needed_fields = cls.needed_fields.union(own) - vars(cls).keys()
        cls.right_forms = set()
        cls.compared = attrgetter(*(cls.field_names or ["__class__"]))

    def __init__(self, *given: object, **named: object) -> None:
        for name, value in zip(self.field_names, given, strict=False):
            object.__setattr__(self, name, value)
        for name, value in named.items():
            object.__setattr__(self, name, value)
        if (len(given), *named) not in self.right_forms:
            self._check_form(len(given), *named)

    @classmethod
    def _check_form(cls, given: int, *named: str) -> None:
        """Remember that the first so many fields and these can be given; `TypeError` where they cannot."""
        names = {*cls.field_names[:given], *named}
        if len(names) != given + len(named) or not cls.needed_fields <= names <= {*cls.field_names}:
            raise TypeError(f"{cls.__name__} has {', '.join(cls.field_names)}; given are {given}, {', '.join(named)}")
        cls.right_forms.add((given, *named))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} cannot be changed")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} cannot be taken away")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.compared(self) == self.compared(other)

    def __hash__(self) -> int:
        return hash(self.compared(self))

    def __repr__(self) -> str:
        told = (f"{name}={getattr(self, name)!r}" for name in self.field_names)
        return f"{type(self).__name__}({', '.join(told)})"


class Singular(Value):
    """A value that equals no other, however much they are alike: one of a kind, or too much to be compared."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__


if TYPE_CHECKING:
    from dataclasses import replace  # noqa: TID251  # which the type checker knows
else:

    def replace(value, **changes):
        """The same value, or dataclass, with others in some of its fields."""
        names = value.field_names if isinstance(value, Value) else value.__match_args__
        return type(value)(**{name: getattr(value, name) for name in names} | changes)


def _is_of_the_class(hint: object) -> bool:
    """Whether an annotation is of what all values of a kind share."""
    origin: object = get_origin(hint)
    return origin is ClassVar
