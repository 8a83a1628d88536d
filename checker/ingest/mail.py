"""Mails (.eml) and pages saved as one file (.mhtml) to drafts: both are MIME messages."""

import re
from collections.abc import Iterator
from dataclasses import replace
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from itertools import pairwise

from checker.errors import IngestError
from checker.ingest import labels
from checker.ingest.article import Draft, Lost
from checker.ingest.decode import decode
from checker.ingest.metadata import Metadata, clean
from checker.ingest.plain import read_plain
from checker.ingest.published import find_mail_date

MOST_PARTS = 2000
MOST_MAILS = 20_000
# The line that begins a mail in a mailbox stands at its top or below a blank line, and names a year.
MAIL_BEGINS = re.compile(
    rb"(?:\A|(?<=\n\n)|(?<=\r\n\r\n))From \S{1,200} [^\r\n]{8,60}\d{4}\r?\n(?=[A-Za-z-]{2,40}: )"
)
FORWARDED = re.compile(r"(?:(?:fwd?|re|aw|wg|tr|rv|sv)\s?:\s?){1,6}", re.IGNORECASE)


def read_mail(data: bytes) -> Iterator[Draft | Lost]:
    """The draft of a mail: its plain text, else its HTML. Headers count less than what the text states."""
    message = _parse(data)
    headers = _from_headers(message)
    plain = _part(message, "text/plain")
    if plain is not None:
        draft = read_plain(decode(_bytes(plain), declared=plain.get_content_charset()).text, markdown=False)
        yield Draft(text=draft.text, stated=draft.stated, excluded=draft.excluded, fallback=headers)
        return
    page = _page(message)
    yield Draft(text=page.text, metadata=page.metadata, fallback=headers)


def read_mailbox(data: bytes) -> Iterator[Draft | Lost]:
    """The drafts of a mailbox file; `#n` counts its mails."""
    starts = [match.start() for match in MAIL_BEGINS.finditer(data)][:MOST_MAILS]
    if not starts:
        raise IngestError("not a mailbox: no line that begins a mail", code="damaged")
    for number, (start, end) in enumerate(pairwise([*starts, len(data)]), start=1):
        part = f"#{number}"
        try:
            for draft in read_mail(data[start:end].split(b"\n", 1)[-1]):
                yield replace(draft, part=part)
        except IngestError as error:
            yield Lost(part, error)


def read_saved_page(data: bytes) -> Iterator[Draft | Lost]:
    """The draft of a page that a browser saved as one file."""
    message = _parse(data)
    page = _page(message)
    yield Draft(text=page.text, metadata=page.metadata, fallback=_from_headers(message, saved=True))


def _parse(data: bytes) -> EmailMessage:
    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
    except (MessageError, ValueError, RecursionError) as error:
        raise IngestError(f"not readable as a MIME message: {error}", code="damaged") from error
    if not message.keys():
        raise IngestError("not a MIME message: it has no headers", code="damaged")
    return message


def _part(message: EmailMessage, kind: str) -> EmailMessage | None:
    """The first part of a content type that is no attachment."""
    for number, part in enumerate(message.walk()):
        if number > MOST_PARTS:
            break
        if part.get_content_type() == kind and not part.is_attachment():
            return part
    return None


def _bytes(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _page(message: EmailMessage) -> Draft:
    from checker.ingest.webpage import read_webpage

    part = _part(message, "text/html")
    if part is None:
        raise IngestError("no text in this message", code="no_article")
    return read_webpage(_bytes(part), charset=part.get_content_charset())


def _from_headers(message: EmailMessage, *, saved: bool = False) -> Metadata:
    """Subject, sender and date. A sender is an outlet only when its name reads as one."""
    subject = clean(FORWARDED.sub("", str(message.get("Subject", "")), count=1))
    sender = clean(re.sub(r"<[^>]{0,200}>|\"", "", str(message.get("From", ""))))
    outlet = sender if labels.OUTLET_WORDS.search(sender) and not saved and "@" not in sender else ""
    published = None if saved else find_mail_date(str(message.get("Date", "")))
    found = {"outlet": (outlet, "From"), "title": (subject, "Subject"), "published": (published, "Date")}
    return Metadata(
        outlet or None,
        subject or None,
        published,
        None,
        {field: f"mail header: {header}" for field, (value, header) in found.items() if value},
    )
