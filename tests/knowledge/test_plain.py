from hypothesis import given
from hypothesis import strategies as st

from knowledge.plain import Plain, Span, fold, plain

printed = st.text(st.sampled_from("一二ab AB１（() \n\t\u3000㈠㎏…℃"), max_size=40)


def test_white_space_and_width_make_no_difference() -> None:
    assert plain("（含 工艺\n美术）　１") == plain("(含工艺美术)1") == "(含工艺美术)1"


def test_one_character_may_fold_to_several() -> None:
    assert (fold("㈠"), fold("…"), fold("\u00a0")) == ("(一)", "...", "")


def test_each_plain_character_knows_where_it_stood() -> None:
    folded = Plain.of("第 ㈠\n项")
    assert folded.text == "第(一)项"
    assert folded.origins == (0, 2, 2, 2, 4)


def test_a_quote_over_a_broken_line_is_found_at_its_offsets() -> None:
    assert list(Plain.of("于7月1日—7\n月31日 。").find_all("7月31日。")) == [Span(6, 14)]


def test_every_place_of_a_quote_is_found_also_where_they_overlap() -> None:
    assert list(Plain.of("一一 一").find_all("一一")) == [Span(0, 2), Span(1, 4)]


def test_an_empty_quote_stands_nowhere() -> None:
    assert list(Plain.of("一").find_all(" \n")) == []


@given(printed, st.data())
def test_what_was_cut_from_a_text_is_found_where_it_was_cut(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    quote = text[start : data.draw(st.integers(start, len(text)))]
    stripped = Span(start + len(quote) - len(quote.lstrip()), start + len(quote.rstrip()))
    found = list(Plain.of(text).find_all(quote))
    assert (stripped in found) == bool(plain(quote))


@given(printed, printed)
def test_what_is_found_holds_the_quote_and_begins_and_ends_with_it(text: str, quote: str) -> None:
    for span in Plain.of(text).find_all(quote):
        found = text[slice(*span)]
        assert plain(quote) in plain(found)
        assert plain(quote) not in (plain(found[1:]), plain(found[:-1]))


@given(st.text(), st.data())
def test_the_plain_text_within_a_span_is_that_of_its_characters(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    folded = Plain.of(text)
    assert folded.text == plain(text)
    assert folded.within(Span(start, end)) == plain(text[start:end])
