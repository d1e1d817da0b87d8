"""What `zhicheng doctor` says of the notices, the rules, and the library that is built from them."""

from bot.finding import Finding
from bot.locale import _
from bot.settings.model import Settings
from eligibility.errors import EligibilityError
from eligibility.rulebook.loading import load_rulebook
from knowledge.errors import DamagedLibrary, KnowledgeError
from knowledge.source import load_sources
from knowledge.store.building import in_memory, up_to_date
from knowledge.store.folders import Folders


def notices(_settings: Settings) -> Finding:
    """Whether every notice can be read; those that cannot are left out of all answers."""
    name, broken = _("notices"), list[KnowledgeError]()
    try:
        sources = load_sources(broken=broken.append)
    except KnowledgeError as error:
        broken = [*broken, error]
    if broken:
        return Finding(name, False, "; ".join(map(str, broken)), _("put the notices and the lexicon back as they were"))
    return Finding(name, True, _("all {count} can be read").format(count=len(sources)))


def rules(_settings: Settings) -> Finding:
    """Whether every rule file can be read; the self-check does without those that cannot."""
    name, mend = _("rules"), _("put the rule files back as they were; zhicheng rules lint checks them")
    try:
        rulebook = load_rulebook(is_strict=False)
    except (EligibilityError, KnowledgeError) as error:
        return Finding(name, False, str(error), mend)
    if rulebook.left_out:
        return Finding(name, False, "; ".join(rulebook.left_out.values()), mend)
    return Finding(name, True, _("all {count} can be read").format(count=len(rulebook.books)))


def library(settings: Settings) -> Finding:
    """Whether the library can answer as it is, or else can be built."""
    name, path = _("library"), settings.library
    try:
        if found := up_to_date(path, Folders().fingerprint):
            with found:
                found.examine()
            return Finding(name, True, _("{path} is up to date").format(path=path))
        with in_memory(Folders(), "")[0]:
            return Finding(name, None, _("{path} is not built yet, and can be").format(path=path), "zhicheng notices")
    except DamagedLibrary as error:
        return Finding(name, False, str(error), _("delete {path}; it is built anew").format(path=path))
    except KnowledgeError as error:
        return Finding(name, False, str(error), _("put the notices and the lexicon back as they were"))
