"""The verbs the rules know."""

from checker.engines.rules.verbs import lexicon


def test_every_form_is_one_run_of_small_letters() -> None:
    # find_clauses passes over a sentence none of whose runs of letters is a form
    assert [form for form in lexicon().forms if not (form.isalpha() and form.islower())] == []
