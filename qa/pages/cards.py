"""An answer, a refusal and a citation as they look. Takes values, shows them; asks nothing and stores nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from qa.highlight import Highlight, Markup, element, label, marked
from qa.model import Answer, Citation, RankedAnswer, Turn
from qa.pages import words
from qa.pages.addresses import Place, check_of, source_query
from qa.pages.shared import LIBRARY, LOOK_UP, SOURCE, UNREADABLE, show, zone


def question_line(question: str) -> None:
    """The question as it was asked."""
    show(element("h2", question, class_="q-question"))


def turn_card(turn: Turn, beside: Callable[[Citation], None]) -> None:
    """What came of a question: answers, a refusal, or the problem with it. `beside` draws what can be done with a
    quotation that answers."""
    if turn.answer is None:
        show(element("p", turn.problem, class_="q-notice q-problem", role="alert"))
    elif turn.answer.status == "answered":
        _answered(turn, turn.answer, beside)
    else:
        _not_found(turn, turn.answer)


def quotation(citation: Citation, *, small: bool = False, columns: str = "") -> Markup:
    """The quoted words with the answer marked in them; over a row of a table what names its columns."""
    answer = citation.answer
    marks = [Highlight(answer.start, answer.end, "answer")] if answer else []
    words_ = marked(citation.quote, marks, base=citation.span.start)
    said = element("cite", f"— {citation.speaker}", class_="q-speaker") if citation.speaker else None
    heads = element("p", columns, class_="q-columns") if columns else None
    return element("blockquote", heads, element("p", words_), said, class_="q-quote q-small" if small else "q-quote")


def citation_link(citation: Citation, answer: Answer | None = None) -> None:
    """Title, publisher, date and place: one click leads to the quotation in its document, and from there to the other
    places in it that the answer cites."""
    line = words.byline(citation.document, citation.locator)
    text = f"**{label(citation.document.title)}**" + (f" · {label(line)}" if line else "")
    places = [Place(one.span, one.answer, check_of(one.quote)) for one in answer.citations] if answer else []
    query = source_query(citation.span, citation.quote, citation.answer, places)
    st.page_link(SOURCE, label=text, icon=":material/article:", query_params=query)


def _answered(turn: Turn, answer: Answer, beside: Callable[[Citation], None]) -> None:
    first, *others = answer.answers
    said, *also = _by_origin(answer, first)
    hero = said[0]
    show(quotation(hero, columns=turn.columns))
    _origin(answer, said)
    if also:
        show(element("p", "Also said by", class_="q-label"))
        for group in also:
            _origin(answer, group)
    beside(hero)
    show(_about(turn, answer, first, hero))
    if others:
        with st.expander(words.counted(len(others), "other answer")):
            for ranked in others:
                _other(answer, ranked, beside)


def _other(answer: Answer, ranked: RankedAnswer, beside: Callable[[Citation], None]) -> None:
    by_origin = _by_origin(answer, ranked)
    show(quotation(by_origin[0][0], small=True), _sureness(ranked.confidence), _independent(ranked))
    for group in by_origin:
        _origin(answer, group)
    beside(by_origin[0][0])


def _origin(answer: Answer, citations: Sequence[Citation]) -> None:
    """Where one origin says it: the places in its first document, and folded below, those in copies of it."""
    first = citations[0].document.id
    for citation in citations:
        if citation.document.id == first:
            citation_link(citation, answer)
    copies = [citation for citation in citations if citation.document.id != first]
    if copies:
        with st.expander(words.counted(len({one.document.id for one in copies}), "copy", "copies")):
            for citation in copies:
                citation_link(citation, answer)


def _about(turn: Turn, answer: Answer, ranked: RankedAnswer, hero: Citation) -> Markup:
    """Quietly below an answer: how sure, the words around it, what was searched. Folded by the browser itself, so that
    opening one moves nothing else and asks nothing of the server."""
    before, after = turn.around
    context = element("p", before, marked(hero.quote, [Highlight(0, len(hero.quote), "quote")]), after)
    return element(
        "div",
        _sureness(ranked.confidence),
        _independent(ranked),
        _folded("In its place", element("div", context, class_="q-context")),
        _folded("What was searched", element("p", _receipt(turn, answer))),
        class_="q-about",
    )


def _sureness(confidence: float) -> Markup:
    odds = words.odds(confidence)
    return _folded(words.sureness(confidence), element("p", odds), tooltip=odds)  # a finger has no pointer to rest


def _independent(ranked: RankedAnswer) -> Markup | None:
    """How many documents say it, where some of them are copies."""
    if ranked.documents == ranked.origins:
        return None
    what = "Documents that share their text, such as one agency's report in several papers, are one origin."
    return _folded(words.sources(ranked.documents, ranked.origins), element("p", what))


def _folded(summary: str, content: Markup, *, tooltip: str | None = None) -> Markup:
    return element("details", element("summary", summary, title=tooltip), content)


def _not_found(turn: Turn, answer: Answer) -> None:
    show(
        element(
            "section",
            element("p", "Not in these documents.", class_="q-refusal"),
            element("p", _receipt(turn, answer)),
            class_="q-not-found",
        )
    )
    if answer.searched.unreadable:
        st.page_link(
            LIBRARY,
            label=f"{words.counted(answer.searched.unreadable, 'file')} could not be read: see which, and why",
            icon=":material/visibility_off:",
            query_params={"show": UNREADABLE},
        )
    show(element("p", "Ask for one thing at a time, with the words that the documents would use, or look words up."))
    wanted = {"words": answer.resolved_question}  # a follow-up as typed lacks the words that matter
    st.page_link(LOOK_UP, label="Look the words up", icon=":material/search:", query_params=wanted)
    if answer.citations:
        _nearest(answer.citations)


def _nearest(citations: Sequence[Citation]) -> None:
    with st.expander("The nearest passages, which do not answer it"):
        for citation in citations:
            show(quotation(citation, small=True))
            citation_link(citation)


def _receipt(turn: Turn, answer: Answer) -> str:
    asked = f"Asked on {words.moment(turn.asked_at, zone())}. " if turn.asked_at else ""
    seconds = f" It took {answer.elapsed_ms / 1000:.1f} s." if answer.elapsed_ms else ""
    return asked + words.receipt(answer.searched, zone()) + seconds


def _by_origin(answer: Answer, ranked: RankedAnswer) -> list[list[Citation]]:
    """The citations of an answer, those of one origin together."""
    groups = ranked.groups or tuple((number,) for number in ranked.citations)
    return [[answer.citation(number) for number in group] for group in groups]
