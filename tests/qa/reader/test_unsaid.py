from qa.reader.unsaid import LONGEST, unsaid

PASSAGE = "He founded it in 2011 and retired in 2016."
OVER = ["Bridgelight Trust", "About us", "How we began"]


def test_a_passage_is_told_what_the_question_names_and_it_does_not():
    assert unsaid("When was the Bridgelight Trust founded?", PASSAGE, OVER) == "Bridgelight Trust. "


def test_it_is_told_nothing_that_it_says_itself():
    assert unsaid("When was the Bridgelight Trust founded?", f"The Bridgelight Trust: {PASSAGE}", OVER) == ""
    assert unsaid("Who is the chair?", PASSAGE, OVER) == ""
    assert unsaid("Who is the chair?", PASSAGE, ()) == ""


def test_a_heading_that_ends_its_own_sentence_gets_no_full_stop():
    assert unsaid("How do we report hate?", PASSAGE, ["How do I report something?"]) == "How do I report something? "


def test_of_a_title_as_long_as_a_paragraph_the_beginning_is_told():
    told = unsaid("Who runs the trust?", PASSAGE, ["the trust " * LONGEST])
    assert told.endswith(("the. ", "trust. "))
    assert len(told) <= LONGEST + 2
