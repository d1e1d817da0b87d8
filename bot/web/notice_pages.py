"""The pages of the notices: a list that can be narrowed down, each notice, and two of a family side by side."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.core.live_library import LiveLibrary
from bot.locale import _, speaking
from bot.text.answers import VALIDITY
from bot.text.windows import window_line
from bot.web.anchors import span_in
from bot.web.narrowing import narrowing_in, offered
from bot.web.notice_text import NoticeSection, text_of, tree_of
from bot.web.pages import Pages, language_of
from bot.web.side_by_side import pairs_of
from knowledge.errors import SourceError
from knowledge.notice import Notice
from knowledge.plain import Span
from knowledge.rounds import exists, families
from knowledge.source import Source, load_source

READ, LAID_OUT = 64, 16  # notices that stay read, and laid out, which takes longer than a question


@dataclass(frozen=True)
class Entry:
    """A notice as the list shows it."""

    notice: Notice
    validity: str
    windows: tuple[str, ...]


class NoticePages:
    """Shows what the library holds."""

    def __init__(self, desk: LiveLibrary, pages: Pages, today: Callable[[], date]) -> None:
        self.desk = desk
        self.pages = pages
        self.today = today
        self.source = lru_cache(READ)(self._source)
        self.text = lru_cache(LAID_OUT)(self._text)

    async def every(self, request: Request) -> Response:
        """The notices that there are today, narrowed down."""
        narrowing, today = narrowing_in(request.query_params), self.today()
        there = list(self._there(today))
        with speaking(language_of(request)):
            entries = [_entry_of(notice, today) for notice in there if narrowing.holds(notice, today)]
            choices = offered(there)
        return self.pages.page(request, "notices.html", entries=entries, narrowing=narrowing, offered=choices)

    async def show(self, request: Request) -> Response:
        """One notice, with a span of it marked where the address names one."""
        notice = self._asked_for(request, "notice")
        sections = self.text(notice.id, span_in(request.query_params.get("cited", "")))
        with speaking(language_of(request)):
            entry = _entry_of(notice, self.today())
        family = self._family_of(notice)
        tree = tree_of(sections)
        return self.pages.page(request, "notice.html", entry=entry, sections=sections, tree=tree, family=family)

    async def beside(self, request: Request) -> Response:
        """Two notices of one family, section by section beside each other."""
        notices = [self._asked_for(request, name) for name in ("notice", "other")]
        with speaking(language_of(request)):
            entries = [_entry_of(notice, self.today()) for notice in notices]
        one, other = (self.text(notice.id, None) for notice in notices)
        return self.pages.page(request, "beside.html", entries=entries, pairs=list(pairs_of(one, other)))

    def _there(self, today: date) -> Iterator[Notice]:
        """The notices that have been issued, the newest first."""
        notices = self.desk.attempt(lambda: self.desk.library.notices).values()
        return iter(sorted((n for n in notices if exists(n, today)), key=lambda n: (n.exists_from, n.id), reverse=True))

    def _asked_for(self, request: Request, name: str) -> Notice:
        """The notice that an address names; 404 where there is none today."""
        asked = request.path_params[name]
        if asked not in {notice.id for notice in self._there(self.today())}:
            raise HTTPException(404)
        try:
            return self.source(asked).notice
        except SourceError:
            raise HTTPException(404) from None

    def _source(self, notice_id: str) -> Source:
        """The text of a notice; `source` remembers the latest."""
        return load_source(notice_id, self.desk.notices)

    def _text(self, notice_id: str, cited: Span | None) -> tuple[NoticeSection, ...]:
        """A notice laid out, what is cited of it marked; `text` remembers the latest."""
        return text_of(self.source(notice_id), cited)

    def _family_of(self, notice: Notice) -> list[Notice]:
        """The other notices of its family."""
        there = list(self._there(self.today()))
        eldest = families(there)
        return [each for each in there if each.id != notice.id and eldest[each.id] == eldest[notice.id]]


def _entry_of(notice: Notice, today: date) -> Entry:
    """A notice with how it stands today in words."""
    validity = _(VALIDITY[notice.validity(today)]).format(closed=notice.valid_through)
    return Entry(notice, validity, tuple(window_line(window, today) for window in notice.windows))
