"""Values are what frozen dataclasses are."""

from dataclasses import dataclass
from functools import cached_property

import pytest

from knowledge.value import Singular, Value, replace


class Stay(Value):
    """Nights in a town."""

    town: str
    nights: int = 1

    @cached_property
    def days(self) -> int:
        """With the day of leaving."""
        return self.nights + 1


class PaidStay(Stay):
    """One that has a price."""

    price: int = 0


class Hotel(Singular):
    """A house, and no other."""

    name: str


@dataclass(frozen=True)
class Town:
    """A dataclass."""

    name: str
    people: int = 0


def test_fields_are_given_in_their_order_or_by_name() -> None:
    assert Stay("Fushun", 2) == Stay(nights=2, town="Fushun") == Stay("Fushun", nights=2)
    assert Stay("Fushun").nights == 1
    assert PaidStay("Fushun", 2, 300).price == 300


@pytest.mark.parametrize("given", [(), ("Fushun", 1, 2)])
def test_too_few_and_too_many_are_refused(given: tuple[object, ...]) -> None:
    with pytest.raises(TypeError, match="Stay has town, nights"):
        Stay(*given)


@pytest.mark.parametrize("named", [{"people": 1}, {"town": "Fushun"}])
def test_a_name_that_is_unknown_or_given_already_is_refused(named: dict[str, object]) -> None:
    for _time in range(2):  # a form that was found wrong is not remembered as right
        with pytest.raises(TypeError, match="Stay has town, nights"):
            Stay("Fushun", **named)


def test_values_are_equal_by_kind_and_fields_whatever_was_made_of_them() -> None:
    stay = Stay("Fushun")
    assert stay.days == 2
    assert stay == Stay("Fushun", 1)
    assert hash(stay) == hash(Stay("Fushun", 1))
    assert stay != PaidStay("Fushun")
    assert repr(stay) == "Stay(town='Fushun', nights=1)"


def test_what_is_singular_equals_only_itself() -> None:
    one, other = Hotel("Fushun"), Hotel("Fushun")
    assert one == one
    assert one != other
    assert len({one, other}) == 2


def test_nothing_of_a_value_can_be_changed() -> None:
    stay = Stay("Fushun")
    with pytest.raises(AttributeError, match="cannot be changed"):
        stay.nights = 2  # type: ignore[misc]
    with pytest.raises(AttributeError, match="cannot be taken away"):
        del stay.nights


def test_replace_takes_values_and_dataclasses() -> None:
    stay = Stay("Fushun", 2)
    assert stay.days == 3
    assert replace(stay, nights=4).days == 5
    assert replace(Town("Fushun"), people=3) == Town("Fushun", 3)
    with pytest.raises(TypeError):
        replace(stay, people=3)
