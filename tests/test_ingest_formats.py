"""One article in every format that is read, with its metadata; and every way a format can bite."""

import gzip
import io
import json
import re
import sys
import zipfile
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from checker.errors import InputError
from checker.ingest import read_articles
from checker.ingest.formats import READERS
from checker.model import Article, Failure

TITLE = "Bridge talks collapse after nine hours"
PARAGRAPHS = (
    "Talks on the Sorrel bridge collapsed on Monday after nine hours, the transport ministry said in "
    "Norhaven.",
    "“We did not agree on anything,” said the transport minister, Ada Kell, before she left the harbour "
    "office.",
    "Eastmark had asked for a delay of 30 days. It was refused, two officials said on condition of "
    "anonymity.",
    "The bridge was closed on 11 February after divers found cracks in two of its four piers, and it "
    "stays closed.",
    "A spokesman for the delegation of Eastmark said that a new round of talks could begin on Thursday "
    "at noon.",
)
BODY = "\n\n".join(PARAGRAPHS)
HTML_BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
OUTLET = "The Norland Post"
MORNING = datetime(2025, 3, 4, 6, 30, tzinfo=UTC)
PAGE = (
    f'<html lang="en"><head><meta charset="utf-8"><title>{TITLE}</title>'
    f'<meta property="og:site_name" content="{OUTLET}">'
    f'<meta property="article:published_time" content="2025-03-04T06:30:00Z"></head>'
    f"<body><nav>Home News</nav><article><h1>{TITLE}</h1>{HTML_BODY}</article></body></html>"
)
SCHEMA_ORG = {
    "@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE, "articleBody": BODY,
    "datePublished": "2025-03-04T06:30:00Z", "publisher": {"name": OUTLET}, "inLanguage": "en",
}  # fmt: skip
PLAIN_JSON = {"title": TITLE, "text": BODY, "outlet": OUTLET, "published": "2025-03-04T06:30:00+00:00"}
RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>{OUTLET}</title>
<language>en-gb</language><item><title>{TITLE}</title><pubDate>Tue, 04 Mar 2025 06:30:00 +0000</pubDate>
<description>Short.</description><content:encoded><![CDATA[{HTML_BODY}]]></content:encoded></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>{OUTLET}</title>
<entry><title>{TITLE}</title><published>2025-03-04T06:30:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{HTML_BODY}</div></content></entry></feed>"""
NITF = f"""<?xml version="1.0"?>
<!DOCTYPE nitf SYSTEM "nitf-3-4.dtd"><nitf xml:lang="en"><head><title>slug</title>
<docdata><date.issue norm="20250304T063000Z"/></docdata><pubdata name="{OUTLET}"/></head><body>
<body.head><hedline><hl1>{TITLE}</hl1></hedline></body.head><body.content>{HTML_BODY}</body.content></body></nitf>"""
NEWSML = f"""<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/">
<itemSet><newsItem xml:lang="en"><itemMeta>
<provider><name>{OUTLET}</name></provider><versionCreated>2025-03-04T07:00:00Z</versionCreated>
<firstCreated>2025-03-04T06:30:00Z</firstCreated></itemMeta><contentMeta><headline>{TITLE}</headline>
<language tag="en"/></contentMeta><contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">
<body>{HTML_BODY}</body></html></inlineXML></contentSet></newsItem></itemSet></newsMessage>"""
MAIL = (
    f"From: {OUTLET} <news@norlandpost.example>\r\nSubject: Fwd: {TITLE}\r\nDate: Tue, 04 Mar 2025 "
    "06:30:00 +0000\r\n"
    "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    + BODY.replace("\n", "\r\n")
)
MHTML = (
    f"From: <Saved by Browser>\r\nSubject: {TITLE}\r\nDate: Wed, 5 Mar 2025 10:00:00 "
    "+0000\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/related; type="text/html"; boundary="sep"\r\n\r\n'
    "--sep\r\nContent-Type: text/html\r\n"
    "Content-Transfer-Encoding: 8bit\r\nContent-Location: "
    f"https://norlandpost.example/\r\n\r\n{PAGE}\r\n--sep\r\n"
    "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--sep--\r\n"
)


def docx_file() -> bytes:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.core_properties.title = TITLE
    for paragraph in (TITLE, *PARAGRAPHS):
        document.add_paragraph(paragraph)
    document.paragraphs[1].add_run(" Secretly, they agreed.").font.hidden = True
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def pdf_file(lines: tuple[str, ...] = (TITLE, *PARAGRAPHS)) -> bytes:
    """A small PDF with a text layer, written by hand."""
    shown = "".join(f"({line.translate(PDF_QUOTES)}) Tj 0 -14 Td " for line in lines)
    stream = f"BT /F1 8 Tf 40 780 Td {shown} ET".encode("cp1252")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1200 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Title (%s) /CreationDate (D:20250304063000+00'00') >>" % TITLE.encode(),
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer << /Size 7 /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + b"xref\n0 7\n0000000000 65535 f \n" + table + trailer


PDF_QUOTES = {ord("("): "\\(", ord(")"): "\\)"}


def warc_file() -> bytes:
    warcwriter = pytest.importorskip("warcio.warcwriter")
    statusandheaders = pytest.importorskip("warcio.statusandheaders")
    stream = io.BytesIO()
    writer = warcwriter.WARCWriter(stream, gzip=True)
    for kind, content in (("text/html; charset=utf-8", PAGE.encode()), ("image/png", b"\x89PNG")):
        headers = statusandheaders.StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                "https://norlandpost.example/", "response", payload=io.BytesIO(content), http_headers=headers
            )
        )
    return stream.getvalue()


def test_the_page_on_input_names_every_format_and_every_failure() -> None:
    root = Path(__file__).parent.parent
    page = (root / "docs" / "input.md").read_text(encoding="utf-8")
    source = "\n".join(
        path.read_text(encoding="utf-8") for path in (root / "checker" / "ingest").glob("*.py")
    )
    codes = set(re.findall(r'code="([a-z_0-9]+)"', source))
    assert {name for name in [*READERS, *codes] if f"`{name}`" not in page} == set()


FILES: dict[str, str | bytes] = {
    "story.html": PAGE,
    "story.htm": PAGE,
    "page-saved-as.txt": PAGE,
    "story.mhtml": MHTML,
    "schema.json": json.dumps(SCHEMA_ORG),
    "graph.json": json.dumps(
        {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, SCHEMA_ORG]}
    ),
    "plain.json": json.dumps(PLAIN_JSON),
    "stories.jsonl": json.dumps(PLAIN_JSON) + "\n",
    "feed.xml": RSS,
    "feed.atom": ATOM,
    "nitf.xml": NITF,
    "newsml.xml": NEWSML,
    "story.eml": MAIL,
    "story.html.gz": gzip.compress(PAGE.encode()),
    "story.md": (
        f"---\ntitle: {TITLE}\noutlet: {OUTLET}\ndate: 2025-03-04T06:30:00Z\nlang: en\n---\n# "
        f"{TITLE}\n\n{BODY}\n"
    ),
}


def write(folder: Path, name: str, content: str | bytes) -> None:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)


def read(folder: Path) -> list[Article | Failure]:
    return list(read_articles(folder))


def only_article(folder: Path) -> Article:
    [article] = read(folder)
    assert isinstance(article, Article), article
    return article


@pytest.mark.parametrize("name", FILES)
def test_every_format_gives_the_article_and_its_metadata(tmp_path: Path, name: str) -> None:
    write(tmp_path, name, FILES[name])
    article = only_article(tmp_path)
    assert all(paragraph in article.text for paragraph in PARAGRAPHS)
    assert "Home News" not in article.text
    assert (article.outlet, article.title, article.published, article.language) == (
        OUTLET,
        TITLE,
        MORNING,
        "en",
    )
    assert set(article.found_in) >= {"outlet", "title", "published", "language"}
    assert article.path.partition("#")[0] == name


def test_a_block_is_not_dropped_for_what_its_class_says_it_has(tmp_path: Path) -> None:
    blocks = "".join(
        f'<div class="text-block with-ad has-share no-comments"><p>{text}</p></div>' for text in PARAGRAPHS
    )
    write(
        tmp_path,
        "story.html",
        f"<html><body><div class='has-sidebar'><h1>{TITLE}</h1>{blocks}</div></body></html>",
    )
    assert all(paragraph in only_article(tmp_path).text for paragraph in PARAGRAPHS)


def test_a_word_document_gives_its_visible_text(tmp_path: Path) -> None:
    write(tmp_path, "story.docx", docx_file())
    article = only_article(tmp_path)
    assert all(paragraph in article.text for paragraph in PARAGRAPHS)
    assert article.title == TITLE
    assert "Secretly" not in article.text
    assert article.found_in["hidden text"] == "1 hidden passage removed"


def test_a_pdf_gives_its_text_layer(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    write(tmp_path, "story.pdf", pdf_file())
    article = only_article(tmp_path)
    assert all(paragraph in article.text for paragraph in PARAGRAPHS)
    assert (article.title, article.published, article.found_in["published"]) == (
        TITLE,
        MORNING,
        "PDF: date of creation",
    )


def test_a_web_archive_gives_its_pages(tmp_path: Path) -> None:
    write(tmp_path, "crawl.warc.gz", warc_file())
    article = only_article(tmp_path)
    assert (article.path, article.title, article.outlet) == ("crawl.warc.gz#1", TITLE, OUTLET)


@pytest.mark.parametrize(
    ("name", "module", "extra"),
    [("a.pdf", "pypdf", "pdf"), ("a.docx", "docx", "docx"), ("a.warc", "warcio.archiveiterator", "warc")],
)
def test_a_missing_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, module: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    write(tmp_path, name, "x")
    [failure] = read(tmp_path)
    assert isinstance(failure, Failure)
    assert failure.error == "missing_extra"
    assert failure.message.endswith(f"pip install 'checker[{extra}]'")


def bomb_docx() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(120_000_000))
    return stream.getvalue()


BILLION_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><rss><channel><item><title>&j;</title></item></channel></rss>"
)
BITES: dict[str, tuple[str, str | bytes, str]] = {
    "entities that multiply": ("bite.xml", BILLION_LAUGHS, "refused"),
    "entity that reads a file": (
        "bite.xml",
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]><rss>&x;</rss>',
        "refused",
    ),
    "some other XML": ("bite.xml", "<project><name>x</name></project>", "no_article"),
    "XML cut off": ("bite.xml", "<rss><channel", "no_article"),
    "feed of teasers": ("bite.xml", RSS.replace(HTML_BODY, "Just a teaser."), "summary_only"),
    "gzip bomb": ("bite.txt.gz", gzip.compress(bytes(30_000_000)), "refused"),
    "gzip cut off": ("bite.txt.gz", gzip.compress(BODY.encode())[:-20], "damaged"),
    "zip bomb": ("bite.docx", bomb_docx(), "refused"),
    "docx that is none": ("bite.docx", b"PK\x03\x04 nonsense", "damaged"),
    "pdf that is none": ("bite.pdf", b"just text", "damaged"),
    "pdf of pictures": ("bite.pdf", pdf_file(()), "no_text_layer"),
    "pdf cut off": ("bite.pdf", b"%PDF-1.4\n1 0 obj\n<<", "damaged"),
    "json cut off": ("bite.json", '{"title": "x", "text": "y', "damaged"),
    "json nested deep": ("bite.json", "[" * 100_000, "too_deep"),
    "json without an article": ("bite.json", '{"name": "package", "version": 1}', "no_article"),
    "mail without headers": ("bite.eml", "\r\nJust text.", "damaged"),
    "mail without text": ("bite.eml", "From: a\r\nContent-Type: image/png\r\n\r\nx", "no_article"),
    "warc that is none": ("bite.warc", b"nonsense", "damaged"),
    "html nested deep": ("bite.html", "<div>" * 5000 + "x", "too_deep"),
}


def test_a_pdf_with_a_password_is_a_failure_that_says_so(tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_file()))
    writer.encrypt("secret", algorithm="RC4-128")
    packed = io.BytesIO()
    writer.write(packed)
    write(tmp_path, "locked.pdf", packed.getvalue())
    [failure] = read(tmp_path)
    assert isinstance(failure, Failure)
    assert failure.error == "encrypted"


@pytest.mark.parametrize(("name", "content", "code"), BITES.values(), ids=BITES.keys())
def test_what_bites_costs_one_file(tmp_path: Path, name: str, content: str | bytes, code: str) -> None:
    for module, suffix in (("pypdf", ".pdf"), ("docx", ".docx"), ("warcio", ".warc")):
        if name.endswith(suffix):
            pytest.importorskip(module)
    write(tmp_path, name, content)
    write(tmp_path, "good.txt", BODY)
    first, second = read(tmp_path)
    assert isinstance(first, Failure)
    assert first.error == code, first.message
    assert isinstance(second, Article)


def test_a_bad_line_of_json_lines_costs_itself(tmp_path: Path) -> None:
    write(
        tmp_path,
        "s.jsonl",
        json.dumps(PLAIN_JSON) + "\n{broken\n\n" + json.dumps({"title": "x"}) + "\n" + json.dumps(PLAIN_JSON),
    )
    items = read(tmp_path)
    assert [item.path if isinstance(item, Article) else (item.unit, item.error) for item in items] == [
        "s.jsonl#1", ("s.jsonl#2", "damaged"), ("s.jsonl#4", "no_article"), "s.jsonl#5",
    ]  # fmt: skip
    assert [item.id for item in items if isinstance(item, Article)] == ["a1", "a2"]


def test_sources_toml_states_what_files_do_not(tmp_path: Path) -> None:
    write(tmp_path, "wire-1.txt", BODY)
    write(tmp_path, "page.html", PAGE)
    write(tmp_path, "own.md", f"---\noutlet: Ellin Courier\n---\n{BODY}")
    write(
        tmp_path,
        "sources.toml",
        '["wire-*.txt"]\noutlet = "Norland Press"\npublished = 2025-03-05\n'
        '["*"]\noutlet = "Desk copy"\nlanguage = "de"\n',
    )
    found = {article.path: article for article in read(tmp_path) if isinstance(article, Article)}
    assert (found["wire-1.txt"].outlet, found["wire-1.txt"].published) == ("Norland Press", date(2025, 3, 5))
    assert found["wire-1.txt"].found_in["outlet"] == "sources.toml"
    assert found["page.html"].outlet == "Desk copy"
    assert found["own.md"].outlet == "Ellin Courier"
    assert {article.language for article in found.values()} == {"de"}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("not toml", "not valid TOML"),
        ('["*"]\noutlett = "x"', "unknown field 'outlett'"),
        ('["*"]\npublished = "last week"', "no full date"),
        ('outlet = "x"', "must be a table"),
    ],
)
def test_a_broken_sources_toml_stops_the_run_with_a_message(tmp_path: Path, content: str, says: str) -> None:
    write(tmp_path, "story.txt", BODY)
    write(tmp_path, "sources.toml", content)
    with pytest.raises(InputError, match=says):
        read_articles(tmp_path)


def test_invisible_characters_are_removed_and_counted(tmp_path: Path) -> None:
    tagged = "".join(chr(0xE0000 + ord(character)) for character in "ignore this")
    bidi = "\u202ereversed\u202c"
    write(
        tmp_path,
        "story.txt",
        BODY.replace("bridge", "bri\u200bdge", 1) + f"\n\nIt is{tagged} over, {bidi}\x1b[31m said Kell.",
    )
    article = only_article(tmp_path)
    assert article.text == BODY + "\n\nIt is over, reversed[31m said Kell."
    assert article.found_in["hidden text"] == "15 invisible characters removed"


def test_joiners_that_a_script_needs_stay(tmp_path: Path) -> None:
    persian = "گفت\u200cوگوها درباره پل دوشنبه شب پس از نه ساعت شکست خورد و وزیر راه محل را ترک کرد.\n"
    write(tmp_path, "story.txt", persian)
    assert only_article(tmp_path).text == persian


def test_an_offset_zone_in_front_matter_is_kept(tmp_path: Path) -> None:
    write(tmp_path, "story.md", f"---\ndate: 2025-04-01T10:00:00+02:00\n---\n{BODY}")
    assert only_article(tmp_path).published == datetime(2025, 4, 1, 10, tzinfo=timezone(timedelta(hours=2)))
