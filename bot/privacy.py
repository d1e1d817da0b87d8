"""What must not reach the disk: numbers that say who somebody is."""

import re
import unicodedata

FEWEST = 11  # digits of the shortest personal number
GAP = r"[ -]{0,2}"
PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])"  # GB/T 2260, and 83 for residents from Taiwan
DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
GROUPS = ("3 4 4", "4 4 3", "3 8", "3 3 5", "7 4", "4 3 4", "5 6")  # how the eleven digits of a mobile phone are set


def gapped(digits: int) -> str:
    """So many digits, perhaps with gaps between them."""
    return GAP.join([r"\d"] * digits)


MOBILE = "|".join(rf"(?=1{GAP}[3-9])" + GAP.join(rf"\d{{{size}}}" for size in groups.split()) for groups in GROUPS)
PERSONAL = re.compile(
    rf"""(?<!\d)(?:
        {PROVINCE}\d{{4}}{GAP}(?:19|20)\d{{2}}{GAP}{DAY}{GAP}\d{{3}}{GAP}[\dX]  # an identity number, GB 11643-1999
        |{PROVINCE}\d{{4}}{GAP}\d{{2}}{DAY}{GAP}\d{{3}}                         # and that of before 1999
        |(?:(?:\+|00)?86\)?{GAP}|0)?(?:{MOBILE})                                # a mobile phone
    )(?!\d)""".replace("[ -]", r"[\ -]"),
    re.VERBOSE,
)
SPREAD = re.compile(rf"(?<!\d){gapped(17)}{GAP}[\dX](?!\d)".replace("[ -]", r"[\ -]"), re.VERBOSE)


def masked(text: str) -> str:
    """A text with identity and mobile phone numbers as asterisks; dates, document and office numbers stay."""
    if sum(map(str.isdecimal, text)) < FEWEST:
        return text
    folded = "".join(map(fold, text))
    for found in [*PERSONAL.finditer(folded), *filter(is_identity, SPREAD.finditer(folded))]:
        text = text[: found.start()] + "*" * len(found.group()) + text[found.end() :]
    return text


def is_identity(found: re.Match[str]) -> bool:
    """Whether digits that stand apart are an identity number: the check digit decides."""
    from stdnum.cn.ric import calc_check_digit  # noqa: PLC0415  # few texts have eighteen digits

    number = re.sub(r"[ -]", "", found.group())
    return bool(calc_check_digit(number) == number[-1])


def fold(character: str) -> str:
    """One character as it counts here: any decimal digit as ASCII, any X, any gap as a blank, any dash as a hyphen."""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if character in "xＸｘхХ×":
        return "X"
    kind = unicodedata.category(character)
    if kind in ("Zs", "Cf") or character in "\t.·":
        return " "
    return "-" if kind == "Pd" else unicodedata.normalize("NFKC", character)[:1] or character
