"""What was looked at, how it stands, and what is to be done about it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """How something stands: sound, not sound, or (None) not there and not needed. `mend` is what to do about it."""

    check: str
    sound: bool | None
    said: str = ""
    mend: str = ""

    @property
    def line(self) -> str:
        """The finding as a person reads it."""
        sign = {True: "✓", False: "✗", None: "–"}[self.sound]
        return (
            f"{sign} {self.check}" + (f": {self.said}" if self.said else "") + (f" → {self.mend}" if self.mend else "")
        )
