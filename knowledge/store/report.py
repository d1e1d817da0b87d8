"""What opening a library did."""

from knowledge.value import Value, replace


class BuildReport(Value):
    """What opening a library did to its passages; all zero where it was up to date."""

    created: int = 0
    updated: int = 0
    deleted: int = 0
    skipped: int = 0
    damaged: str | None = None  # why the file that was there was put aside
    unwritable: str | None = None  # why the library is in memory only
    outdated: str | None = None  # why the library that was there answers, although something changed
    left_out: tuple[str, ...] = ()  # the notices that cannot be read: why, in one line each

    def __add__(self, other: "BuildReport") -> "BuildReport":
        """What both did to passages."""
        return replace(
            self,
            created=self.created + other.created,
            updated=self.updated + other.updated,
            deleted=self.deleted + other.deleted,
            skipped=self.skipped + other.skipped,
        )
