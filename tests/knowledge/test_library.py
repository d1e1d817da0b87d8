import pytest

from knowledge.passages import passages_of
from knowledge.plain import plain
from knowledge.source import Source
from knowledge.store.library import Library
from knowledge.store.stored_passage import LONGEST_QUOTE, Sentence

IDS = ["city-draft-2024", "fushun-rsj-2025", "ln-gxt-2024", "ln-rst-2024", "ln-scjg-2024"]


@pytest.mark.parametrize("notice_id", IDS)
def test_a_notice_s_passages_come_back_as_they_were_cut(
    library: Library, sources: dict[str, Source], notice_id: str
) -> None:
    assert tuple(entry.passage for entry in library.passages_of(notice_id)) == passages_of(sources[notice_id])


@pytest.mark.parametrize("notice_id", IDS)
def test_a_passage_s_text_is_the_source_s_own(library: Library, sources: dict[str, Source], notice_id: str) -> None:
    text = sources[notice_id].text
    for entry in library.passages_of(notice_id):
        assert entry.text == text[slice(*entry.passage.span)]
        assert all(entry.quote(each.span) == text[slice(*each.span)] for each in entry.sentences)


def test_the_notices_come_in_the_order_of_their_ids(library: Library) -> None:
    assert list(library.notices) == sorted({*library.notices, *IDS})


def test_passages_come_in_the_order_asked_for(library: Library) -> None:
    assert [entry.id for entry in library.passages([7, 2, 5])] == [7, 2, 5]


def test_what_can_be_quoted_is_short_or_one_sentence(library: Library) -> None:
    for notice_id in library.notices:
        for entry in library.passages_of(notice_id):
            for run in entry.runs:
                assert len(run.sentences) == 1 or len(run.text) <= LONGEST_QUOTE
                assert len(plain(entry.quote(run.span))) <= 240


def test_an_empty_field_of_a_form_cannot_be_quoted(library: Library) -> None:
    empty = [entry for entry in library.passages_of("ln-gxt-2024") if entry.text in ("联系人：", "2024年*月*日")]
    assert [entry.runs for entry in empty] == [(), ()]


def test_a_sentence_comes_back_from_its_record(library: Library) -> None:
    for entry in library.passages_of("city-draft-2024"):
        assert tuple(Sentence.of(each.record()) for each in entry.sentences) == entry.sentences


def test_a_draft_s_sentences_know_where_an_adopted_notice_says_the_same(library: Library) -> None:
    echoes = {
        sentence.text: sentence.echoes
        for entry in library.passages_of("city-draft-2024")
        for sentence in entry.sentences
    }
    (same,) = [echoed for text, echoed in echoes.items() if "原则上不超过50%" in text]
    (own,) = [echoed for text, echoed in echoes.items() if "退二晋一" in text]
    assert (same, own) == ({"ln-rst-2024"}, frozenset())
