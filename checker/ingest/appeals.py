"""Paragraphs that speak to the reader as a customer: newsletters, subscriptions, tips, apps, consent.

A site words them anew, so that no list of sentences holds them. They show in two signs together: they
begin by addressing the reader (an order, an offer, a question), and they name what a site has to sell or
to ask for. A report that quotes such words has somebody say them.
"""

import re
from collections.abc import Sequence

from checker.ingest.lines import Paragraph

LONGEST_APPEAL = 60  # words
LONGEST_BOX = 8  # paragraphs of a newsletter box
LONGEST_IN_BOX = 45  # words of a paragraph in it

ADDRESSED = re.compile(
    r"\W{0,6}(?:(?:please |you can )?(?:sign up|subscribe|register|join|follow|get|receive|become|"
    r"support|donate|"
    r"download|try|e-?mail us|call (?:us|our)|text us|write to|contact|send|tell (?:us|your|a friend)|"
    r"share|pop|enter|catch up|stay|keep up|discover|"
    r"explore|don['’]t miss|never miss|listen|help us|back|give)|enjoy(?:ed|ing) (?:this|the|our)|"
    r"like what you|"
    r"want (?:to|more|the)|love (?:this|our|the)|looking for|got (?:a|any|something)|have you (?:got |"
    r"been |seen )?|"
    r"do you (?:have|know)|are you (?:a|an|affected)|already a|our (?:free |daily |weekly |best )|"
    r"(?:the|a) (?:free |daily |weekly |best )?(?:newsletter|round-?up)|your (?:free|daily|email|"
    r"support|contribution)|"
    r"if you (?:have|like|value|enjoy)|by (?:signing|ticking|clicking|entering|subscribing|submitting|"
    r"registering)|"
    r"this is a gift(?:ed)?|thanks for reading|to (?:receive|get|support)|continue reading|"
    r"did you (?:like|enjoy)|comment on this|you (?:have|are reading|will|['’]ve|can)|"
    r"(?:suscr[ií]b|ap[uú]nta|reg[ií]stra|recib|s[ií]gue|descarga|disfruta|[uú]nete|inscr[ií]b)\w{0,8}|"
    r"(?:inscrivez|recevez|abonnez|suivez|d[eé]couvrez|t[eé]l[eé]chargez|rejoignez|profitez)(?:-\w+)?|"
    r"(?:abonnieren|melden|erhalten|bestellen|testen|lesen|laden|folgen|jetzt|unser\w?|kostenlos\w?|"
    r"mit unserem|"
    r"der newsletter|die newsletter)|"
    r"(?:iscriviti|ricevi|abbonati|segui|scarica|assine|receba|siga|inscreva|baixe|cadastre))\b",
    re.IGNORECASE,
)
OFFERED = re.compile(
    r"\b(?:newsletters?|news ?letter|in-?box(?:es)?|e-?mail (?:address|alerts?|updates?)|"
    r"your (?:e-?mail|address|inbox|support)|"
    r"mailing list|subscri(?:be|ption|ber)s?(?: (?:to|now|today|from|for))?|our (?:app|journalism|"
    r"newsroom|channel|podcast|"
    r"premium|reporters|newsdesk|stories|privacy|terms|work)|(?:whatsapp|telegram) (?:channel|group)|"
    r"push (?:alerts?|notifications)|free trial|"
    r"support (?:our|independent|quality|local)? ?journalism|newsdesk|news ?desk|get in touch|"
    r"(?:become|be) a (?:friend|member|supporter|patron|subscriber)|"
    r"(?:accept|agree to) (?:our|the) (?:terms|privacy)|unlimited access|free articles?|"
    r"read it (?:for )?free|gifted? article|in the app|(?:feel free to|please) share|this (?:article|"
    r"post)\?|(?:paid|free) subscriber|"
    r"latest [\w ]{0,30}(?:news|headlines) (?:from (?:across|around)|straight)|send (?:it|them|you)|"
    r"we will send|[\w.+-]{1,60}@[\w.-]{3,60}|"
    r"bolet[ií]n(?:es)?|correo electr[oó]nico|bo[iî]te (?:mail|de r[eé]ception)|lettres? d['’]information|"
    r"postfach|e-?mail-?adresse|probeabo|digitalabo|notifiche|posta elettronica|caixa de entrada)\b",
    re.IGNORECASE,
)
# Short lines that can only stand in a form.
FORM_LINE = re.compile(
    r"\W{0,4}(?:(?:enter |your )+(?:your )?e-?mail(?: address)?|e-?mail address|sign me up|"
    r"keep me posted|notify me|"
    r"privacy notice\b.{0,300}|free (?:weekly|daily) newsletter|(?:free )?newsletter(?: sign-?up)?s?|"
    r"sign up|subscribe|"
    r"sign up (?:here|now|to .{1,60}|for .{1,60})|get it sent to your inbox|recíbelo|jetzt anmelden|"
    r"s['’]inscrire|"
    r"after newsletter promotion|skip past newsletter promotion|"
    r"by (?:signing up|ticking|entering your|subscribing)\b.{0,300})\W{0,4}\Z",
    re.IGNORECASE,
)
BOX_HEADING = re.compile(
    r"\W{0,4}(?:(?:sign up (?:to|for) |subscribe to |get )(?:the |our )?[^.!?]{2,60}|"
    r"[^.!?]{0,40}\bnewsletters?\b[^.!?]{0,40})\W{0,3}\Z",
    re.IGNORECASE,
)
TOLD = re.compile(
    r"[\"“”«»„]|\b(?:said|says|told|added|warned|dijo|sagte|a déclaré|ha detto|disse)\b", re.IGNORECASE
)


def is_appeal(paragraph: Paragraph) -> bool:
    """Whether a paragraph addresses the reader and offers or asks for what only a site does."""
    line = paragraph.one_line
    if paragraph.words > LONGEST_APPEAL:
        return False
    in_box = paragraph.words <= LONGEST_IN_BOX and FORM_LINE.match(line) is not None
    if not in_box and (ADDRESSED.match(line) is None or OFFERED.search(line) is None):
        return False
    return TOLD.search(line) is None


def newsletter_boxes(paragraphs: Sequence[Paragraph]) -> list[tuple[int, int]]:
    """First and last paragraph of each box that begins with a heading and ends with a line of its form."""
    boxes: list[tuple[int, int]] = []
    for index, paragraph in enumerate(paragraphs):
        if boxes and index <= boxes[-1][1]:
            continue
        if paragraph.words > 12 or not BOX_HEADING.match(paragraph.one_line):
            continue
        last = index
        for at in range(index + 1, min(len(paragraphs), index + 1 + LONGEST_BOX)):
            below = paragraphs[at]
            if below.words > LONGEST_IN_BOX or TOLD.search(below.one_line):
                break
            if FORM_LINE.match(below.one_line):
                last = at
        if last > index:
            boxes.append((index, last))
    return boxes
