"""The faults of a notice's folder in words: where, what, and what is allowed."""

from collections.abc import Mapping

from bot.locale import N_, _
from knowledge.notice_faults import FaultKind, NoticeFault

FAULTS: Mapping[FaultKind, str] = {
    "unreadable": N_("cannot be read: {found}"),
    "missing": N_("is missing"),
    "unknown_key": N_("is no key of a notice"),
    "wrong": N_("cannot be {found}: {allowed}"),
    "not_allowed": N_("cannot be “{found}”; allowed: {allowed}"),
    "digest": N_("is not that of source.txt, which is {allowed}"),
    "not_said": N_("not in the source: {found}"),
    "markup": N_("is a web page ({found}), not a text; save its text"),
}


def fault_line(fault: NoticeFault) -> str:
    """A fault in one line."""
    told = _(FAULTS[fault.kind]).format(found=fault.found, allowed=fault.allowed)
    return f"{fault.path.parent.name}/{fault.path.name} {fault.key}：{told}"
