"""Quotations and reported speech: which words, and who says them."""

from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.engines.rules.quotations import find_quotations, find_reports, person_name, read_speech
from checker.ingest.sentences import split_sentences
from checker.model import Span


def quoted(text: str) -> list[str]:
    """The words of each quotation of a text."""
    return [quotation.words for quotation in find_quotations(text, split_sentences(text))]


class Marks(NamedTuple):
    """A text and the words it quotes."""

    name: str
    text: str
    words: list[str]


MARKS = (
    Marks("typographic", "Prell said: “We are ready.”", ["We are ready."]),
    Marks("straight double", 'Prell said: "We are ready."', ["We are ready."]),
    Marks("straight single", "'We are ready,' Prell said.", ["We are ready,"]),
    Marks("typographic single", "‘We are ready,’ Prell said.", ["We are ready,"]),
    Marks(
        "opened typographic, closed straight", "Prell ‘doesn't want a truce' now", ["doesn't want a truce"]
    ),
    Marks("guillemets", "«We are ready», Prell said.", ["We are ready"]),
    Marks("low-high", "„We are ready“, Prell said.", ["We are ready"]),
    Marks(
        "apostrophes inside single",
        "'I don't know what it's about,' she said.",
        ["I don't know what it's about,"],
    ),
    Marks(
        "plural possessive inside single",
        "'The miners' families will wait for the ruling,' he said.",
        ["The miners' families will wait for the ruling,"],
    ),
    Marks("plural possessive outside", "The miners' families and the owners' lawyers met.", []),
    Marks("decade and elision", "In the '90s they sang 'em all, 'til dawn.", []),
    Marks("closing after a plural", "It was about 'old debts' and nothing else.", ["old debts"]),
    Marks("single in double", "“He told me ‘go home’ twice,” Venn said.", ["He told me ‘go home’ twice,"]),
    Marks("double in single", "'He told me \"go home\" twice,' Venn said.", ['He told me "go home" twice,']),
    Marks(
        "nested at the end",
        "\"And she said, 'Never again,'\" Venn recalled.",
        ["And she said, 'Never again,'"],
    ),
    Marks("several sentences", "“One. Two? Three!” Venn said.", ["One. Two? Three!"]),
    Marks("several paragraphs", "“One came.\n\n“Two went,” Venn said.", ["One came.\n\n“Two went,"]),
    Marks("never closed", "“One came and went.\n\nNobody saw it.", []),
    Marks(
        "never closed, then a good one",
        "“One came.\n\n“Two went,” said Venn. “Three",
        ["One came.\n\n“Two went,"],
    ),
    Marks("closing mark lost", "“One came. “Two went,” Venn said.", ["Two went,"]),
    Marks("wrapped line", "“One came and\nanother went,” Venn said.", ["One came and\nanother went,"]),
    Marks(
        "partial",
        "Venn spoke “rather warmly about the prospects” of it.",
        ["rather warmly about the prospects"],
    ),
    Marks("split", "“One came,” Venn said. “Two went.”", ["One came,", "Two went."]),
    Marks("inches", 'The 12" pipe and the 14" pipe burst.', []),
    Marks("empty text", "", []),
)


@pytest.mark.parametrize("case", MARKS, ids=lambda case: case.name)
def test_marks_are_paired_and_apostrophes_are_not_marks(case: Marks) -> None:
    assert quoted(case.text) == case.words


class Speech(NamedTuple):
    """A text; the speaker of its last quotation and how it is known."""

    name: str
    text: str
    speaker: str | None
    how: str


SPEECH = (
    Speech("said X", "“We are ready to go,” said Ana Prell.", "Ana Prell", "named"),
    Speech("X said", "“We are ready to go,” Ana Prell said.", "Ana Prell", "named"),
    Speech("X said before", "Ana Prell said: “We are ready to go.”", "Ana Prell", "named"),
    Speech("X said that", "Ana Prell said that “nobody is ready to go”.", "Ana Prell", "named"),
    Speech("apposition", "“We are ready,” said Ana Prell, the harbour minister.", "Ana Prell", "named"),
    Speech(
        "appositions before the verb",
        "“We are ready,” Ivo Lund, head of the Institute for Dams, a think tank in Varde, told the Courier.",
        "Ivo Lund",
        "named",
    ),
    Speech(
        "title",
        "“We are ready,” Sudmark Defence Minister Ana Prell told reporters on Monday.",
        "Sudmark Defence Minister Ana Prell",
        "named",
    ),
    Speech(
        "job in lower case",
        "“We are ready,” harbour engineer Ivo Lund said.",
        "harbour engineer Ivo Lund",
        "named",
    ),
    Speech(
        "possessive title",
        "The palace’s chief negotiator Ivo Lund said that “we are ready”.",
        "The palace’s chief negotiator Ivo Lund",
        "named",
    ),
    Speech("particles", "“We are ready,” said Ilse van der Meer in a post.", "Ilse van der Meer", "named"),
    Speech(
        "aside",
        "Lund, in his turn, said Sudmark was ready to work on “a memorandum about grain”.",
        "Lund",
        "named",
    ),
    Speech(
        "stray comma and adverb",
        "Mayor Tilda Oost, reportedly said that “the town is ready to wait”.",
        "Mayor Tilda Oost",
        "named",
    ),
    Speech("according to", "According to Prell, “the fleet will leave by May.”", "Prell", "named"),
    Speech(
        "according to, after",
        "“The fleet will leave by May,” according to Ana Prell, a minister.",
        "Ana Prell",
        "named",
    ),
    Speech(
        "post",
        "Bruno Halm, the Sudmark chancellor, posted on Ripple: “We stand together on this”.",
        "Bruno Halm",
        "named",
    ),
    Speech(
        "words of",
        "It ran up against Prell’s insistence that “the old borders of the bay” must stay.",
        "Prell",
        "named",
    ),
    Speech(
        "noted that another",
        "Prell’s adviser Ivo Lund noted that Halm “spoke warmly about the grain”.",
        "Prell’s adviser Ivo Lund",
        "named",
    ),
    Speech(
        "tail",
        "The union “deeply regrets the ruling of the court”, president Petra Sund has said.",
        "president Petra Sund",
        "named",
    ),
    Speech(
        "tail after a tail of words",
        "They could “carry out one more raid” on the coast, Lund concluded.",
        "Lund",
        "named",
    ),
    Speech(
        "participle with its subject before",
        "Halm seems to agree, saying that the two “know the details of it”.",
        "Halm",
        "named",
    ),
    Speech(
        "participle with its own subject",
        "The press agrees, with the Varde Courier declaring, “Sudmark has won the round.”",
        "the Varde Courier",
        "named",
    ),
    Speech(
        "clause after a contrast",
        "Halm celebrates that talks start, but Prell hesitates and says that “a truce takes time”.",
        "Prell",
        "named",
    ),
    Speech("who", "It was Petra Sund who said: “We are ready to go.”", "Petra Sund", "named"),
    Speech(
        "two speakers",
        "Varde and Ostby said they “reject the pressure of the company”.",
        "Varde and Ostby",
        "named",
    ),
    Speech("split", "“One came,” Petra Venn said. “Two went away.”", "Petra Venn", "named"),
    Speech(
        "sentence before",
        "Lund added that it would take time. “The devil is in the details. We will see.”",
        "Lund",
        "named",
    ),
    Speech(
        "parenthesis",
        "It was echoed by Secretary Bruno Halm (“we have no more time to waste”), who left.",
        "Secretary Bruno Halm",
        "named",
    ),
    Speech("described as", "Sund bluntly described the dam as a “vast and needless ruin”.", "Sund", "named"),
    Speech("pronoun", "“One came,” Petra Venn said.\n\n“Two went away,” she added.", "Petra Venn", "pronoun"),
    Speech(
        "pronoun after a sentence about another",
        "“One came,” Petra Venn said.\n\nHalm has not answered yet.\n\n“Two went,” he said.",
        None,
        "pronoun",
    ),
    Speech("pronoun with nobody before", "“Two went away,” he said.", None, "pronoun"),
    Speech("plural pronoun", "“Two went away,” they said.", None, "pronoun"),
    Speech("role", "“We are ready to go,” the vice president insisted.", "the vice president", "role"),
    Speech(
        "member of",
        "“We are ready to go,” a member of the delegation reportedly said.",
        "a member of the delegation",
        "role",
    ),
    Speech("bare plural", "Officials said the plan was “ready to be signed by all”.", "Officials", "role"),
    Speech("nobody", "His hope was that he could “stop this flood of paper”.", None, "none"),
    Speech(
        "no speech verb",
        "Prell has for years treated Halm as a “puppet of the mining companies”.",
        None,
        "none",
    ),
    Speech(
        "noun call",
        "After more than three phone calls to Prell, the “ambassador of good will” left.",
        None,
        "none",
    ),
    Speech(
        "clause of its own",
        "Halm said he was tired, while Prell stayed “calm as a frozen lake”.",
        None,
        "none",
    ),
    Speech(
        "object of a preposition",
        "In a talk with Prell, said the paper, “nothing was left unsaid”.",
        "the paper",
        "role",
    ),
    Speech(
        "told, not telling",
        "Prell was told that the bridge was “close to falling into the bay”.",
        None,
        "none",
    ),
    Speech(
        "kin before the name",
        "Oost's Varde-based older sister, Ida Oost, told reporters it “might be the hardest day of all”.",
        "Ida Oost",
        "named",
    ),
    Speech(
        "a group and its name",
        "The group behind the stunt, Fed by Gulls, wrote in a letter: “Tomorrow we come back.”",
        "The group behind the stunt",
        "role",
    ),
    Speech(
        "an initialism is no pronoun",
        "WHO expert Ilse Graf said: “It has spread for years.”",
        "WHO expert Ilse Graf",
        "named",
    ),
    Speech(
        "told an event",
        "“We grow at a rapid pace,” CEO Nils Aker told the mill's same-day investor call.",
        "CEO Nils Aker",
        "named",
    ),
    Speech(
        "carried over a paragraph",
        "“One came,” Petra Venn said.\n\n“Two went away, and nobody asked why.”",
        "Petra Venn",
        "named",
    ),
    Speech(
        "object before a participle",
        "Venn praised it in a letter to the Varde Courier calling it “the best law of our generation”.",
        None,
        "none",
    ),
    Speech(
        "a body is no he",
        "The Harbour Authority said it was ready.\n\n“It opens in May,” he said.",
        None,
        "pronoun",
    ),
    Speech("headline", "Halm: “We are ready to go”", None, "none"),
    Speech("next paragraph", "Prell said she was tired.\n\n“The bridge will fall by May.”", None, "none"),
)


@pytest.mark.parametrize("case", SPEECH, ids=lambda case: case.name)
def test_the_speaker_is_who_the_sentence_names_or_nobody(case: Speech) -> None:
    last = find_quotations(case.text, split_sentences(case.text))[-1]
    assert (last.speaker, last.speaker_how) == (case.speaker, case.how)
    if last.speaker_start is not None and last.speaker is not None:
        assert case.text[last.speaker_start : last.speaker_end] == last.speaker


@pytest.mark.parametrize(
    ("text", "scare"),
    [
        ("It was a “frank” talk.", True),
        ("He fought the “shadow fleet” for years.", True),
        ("“No,” Prell said.", False),
        ("Prell said it went on “for three long hours”.", False),
    ],
)
def test_one_or_two_words_without_an_utterance_are_scare_quotes(text: str, scare: bool) -> None:
    (quotation,) = find_quotations(text, split_sentences(text))
    assert quotation.scare is scare


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Halm said that he and Prell “know the details of it”.", "he and Prell"),
        ("Lund noted that Halm “spoke warmly about the grain”.", "Halm"),
        ("Ostby said it “rejects the pressure of the company”.", "it"),
        ("Halm called it “a slow and costly repair”.", None),
        ("“We know the details of it,” Halm said.", None),
    ],
)
def test_the_subject_just_outside_the_marks_is_kept(text: str, subject: str | None) -> None:
    quotation = find_quotations(text, split_sentences(text))[-1]
    if text.startswith("Halm called it"):
        assert quotation.subject in (None, "it")
    else:
        assert quotation.subject == subject


def test_the_parts_of_a_split_quotation_are_one_utterance() -> None:
    text = "“One came,” Petra Venn said. “Two went.” Halm disagreed. “Three stayed,” he said."
    numbers = [quotation.utterance for quotation in find_quotations(text, split_sentences(text))]
    assert numbers[0] == numbers[1] != numbers[2]


class Indirect(NamedTuple):
    """A sentence without marks, and its one report: speaker, verb, content, denied, withheld."""

    text: str
    speaker: str | None
    verb: str
    content: str
    denied: bool = False
    withheld: bool = False


INDIRECT = (
    Indirect("Ana Prell said that the fleet had left.", "Ana Prell", "say", "the fleet had left."),
    Indirect("Ana Prell said the fleet had left.", "Ana Prell", "say", "the fleet had left."),
    Indirect("Prell denied that the fleet had left.", "Prell", "deny", "the fleet had left.", denied=True),
    Indirect(
        "Prell denied the report of the Courier.", "Prell", "deny", "the report of the Courier.", denied=True
    ),
    Indirect("Lund insisted on Monday that the dam would hold.", "Lund", "insist", "the dam would hold."),
    Indirect(
        "Prell did not say that the fleet had left.", "Prell", "say", "the fleet had left.", withheld=True
    ),
    Indirect("The fleet had left, Ana Prell said.", "Ana Prell", "say", "The fleet had left, "),
    Indirect(
        "The fleet had left, the ministry said in a statement.", "the ministry", "say", "The fleet had left, "
    ),
    Indirect("Prell told reporters that the fleet had left.", "Prell", "tell", "the fleet had left."),
    Indirect(
        "Minutes before the vote, Ana Prell, still in Varde, insisted that it was lost.",
        "Ana Prell",
        "insist",
        "it was lost.",
    ),
    Indirect(
        "But Varde and Ostby officials, some angry, said that it was lost.",
        "Varde and Ostby officials",
        "say",
        "it was lost.",
    ),
    Indirect("According to Prell, the fleet had left.", "Prell", "according to", "the fleet had left."),
    Indirect("The fleet had left, according to Prell.", "Prell", "according to", "The fleet had left, "),
)


@pytest.mark.parametrize("case", INDIRECT, ids=lambda case: case.text)
def test_reported_speech_has_its_speaker_verb_and_content(case: Indirect) -> None:
    (report,) = find_reports(case.text, split_sentences(case.text))
    content = case.text[report.start : report.end]
    assert (report.speaker, report.verb, report.denied, report.withheld) == (
        case.speaker,
        case.verb,
        case.denied,
        case.withheld,
    )
    assert content.strip(" ,") == case.content.strip(" ,")


@pytest.mark.parametrize(
    "text",
    [
        "The claims of the company were read in court.",
        "The company added three ships to its fleet.",
        "Prell called Halm on Monday.",
        "The state of the bridge is poor.",
        "The mill reported a loss of three million.",
        "Despite a long call with Halm, Prell has still not agreed to the truce.",
    ],
)
def test_words_that_only_look_like_speech_report_nothing(text: str) -> None:
    assert find_reports(text, split_sentences(text)) == ()


@pytest.mark.parametrize(
    ("speaker", "name"),
    [
        ("Sudmark Defence Minister Ana Prell", "Ana Prell"),
        ("The palace’s chief negotiator Ivo Lund", "Ivo Lund"),
        ("Secretary of State Bruno Halm", "Bruno Halm"),
        ("European Commission chief Ilse van der Meer", "Ilse van der Meer"),
        ("Prell", "Prell"),
        ("the Harbour Authority of Varde", "the Harbour Authority of Varde"),
        ("the Prime Minister", "the Prime Minister"),
    ],
)
def test_the_name_in_a_speakers_phrase(speaker: str, name: str) -> None:
    assert person_name(speaker) == name


_PIECES = st.sampled_from(
    [
        "“",
        "”",
        '"',
        "'",
        "‘",
        "’",
        "«",
        "»",
        "\n",
        "\n\n",
        " ",
        ". ",
        ", ",
        "Prell",
        " said",
        "that ",
        "he ",
        "don't",
        "miners'",
        "according to ",
        "(",
        ")",
        "who ",
        "and ",
        "1,100",
        "said: ",
        "We go",
        "…",
        "—",
    ]
)


@given(st.lists(_PIECES, max_size=60).map("".join))
@settings(max_examples=300, deadline=None)
def test_every_span_is_where_it_says_and_none_overlap(text: str) -> None:
    speech = read_speech(text, split_sentences(text))
    at = 0
    for quotation in speech.quotations:
        assert at <= quotation.start <= quotation.end <= len(text)
        assert text[quotation.start : quotation.end] == quotation.words
        assert (quotation.speaker is None) or quotation.speaker_how != "none"
        at = quotation.end
    for report in speech.reports:
        assert 0 <= report.start <= report.end <= len(text)
        assert report.sentence_start <= report.verb_start < report.verb_end <= report.sentence_end


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_read_as_one_sentence(text: str) -> None:
    for quotation in find_quotations(text, [Span(start=0, end=len(text))]):
        assert text[quotation.start : quotation.end] == quotation.words
