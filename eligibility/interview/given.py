"""What was answered to one question of a self-check."""

from collections.abc import Mapping

from knowledge.records import Model

Value = str | bool | int | float | list[str] | None


class Given(Model):
    """One answer, as it stands in a file of facts; `part` is the part of a record that it is."""

    fact: str
    part: str | None = None
    value: Value | list[dict[str, Value]] | dict[str, Value] = None


def given_in(raw: Mapping[str, object]) -> tuple[Given, ...]:
    """The facts of a file as answers, a record part by part."""
    return tuple(
        Given.model_validate({"fact": key, "part": part, "value": value})
        for key, values in raw.items()
        for part, value in (values.items() if isinstance(values, Mapping) else [(None, values)])
    )
