"""What must not reach the disk: numbers that say who somebody is."""

import re

PERSONAL = re.compile(
    r"(?<!\d)(?:"
    r"\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"  # an identity number, GB 11643-1999
    r"|1[3-9]\d(?:[ -]?\d{4}){2}"  # a mobile phone
    r")(?!\d)"
)


def masked(text: str) -> str:
    """A text with identity and mobile phone numbers as asterisks; dates, document and office numbers stay."""
    return PERSONAL.sub(lambda found: "*" * len(found.group()), text)
