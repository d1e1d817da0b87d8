"""The root of the dataclasses that data files hold; it needs nothing that is slow to import."""

from typing import ClassVar


class FileRecord:
    """What a dataclass is that a data file holds: a key that it does not know is refused when the file is read."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
