"""For whom the quotes of an answer speak, in words that tell them apart."""

from collections.abc import Mapping, Sequence

from bot.locale import N_, _, listing, rule_text
from knowledge.answer import Citation

SERIES = {
    "engineering": N_("engineering"),
    "economics": N_("economics"),
    "arts_crafts": N_("arts and crafts"),
    "health": N_("health"),
}
LEVELS = {
    "full_senior": N_("full senior"),
    "associate_senior": N_("associate senior"),
    "intermediate": N_("intermediate"),
    "junior": N_("junior"),
}


def case_labels(citations: Sequence[Citation]) -> list[str]:
    """What each citation is about that another is not: its windows, or series and levels, and its notice.

    What all of them share tells nothing apart and is left out; the notice stands where nothing else is left.
    """
    series = _distinct([_names(SERIES, each.series) for each in citations])
    levels = _distinct([_names(LEVELS, each.levels) for each in citations])
    cases = [
        listing(dict.fromkeys(rule_text(window.what) for window in each.windows)) or " ".join(filter(None, named))
        for each, *named in zip(citations, series, levels, strict=True)
    ]
    notices = _distinct([each.notice.name for each in citations])
    return [_label(*named) for named in zip(cases, notices, (each.notice.name for each in citations), strict=True)]


def _names(named: Mapping[str, str], keys: Sequence[str]) -> str:
    """The names of what a citation speaks of, in their own order; what has none is left out."""
    return listing(_(name) for key, name in named.items() if key in keys)


def _distinct(names: list[str]) -> list[str]:
    """The names, or empty ones where all are the same."""
    return names if len(set(names)) > 1 else [""] * len(names)


def _label(case: str, notice: str, full_name: str) -> str:
    """A case with the notice that it is one of, where both tell it apart."""
    both = _("{name}: {value}").format(name=notice, value=case)
    return both if case and notice else case or full_name
