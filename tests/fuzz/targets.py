"""What must hold for any bytes: one function per target. A broken promise, or an exception that is not ours, is a crash."""

import hashlib
import json
from collections.abc import Callable

from pydantic import ValidationError

from checker.endpoint.salvage import salvage
from checker.engines.wire import ExtractedClaims
from checker.errors import IngestError
from checker.grounding import ground
from checker.ingest.article import Lost, finish
from checker.ingest.chunks import chunk_article
from checker.ingest.formats import READERS, read_drafts
from checker.ingest.frontmatter import read_front_matter
from checker.ingest.sentences import split_sentences
from checker.model import Article, RawClaim

SUFFIXES = (*sorted(set(READERS) - {".pdf"}), ".txt.gz", ".warc.gz")  # pypdf is its own people's to fuzz


def ingest(data: bytes) -> None:
    """A file of any format is articles whose offsets, hashes and spans hold, or a failure with a code."""
    suffix = SUFFIXES[data[0] % len(SUFFIXES)] if data else ".txt"
    try:
        for draft in read_drafts(f"story{suffix}", data[1:]):
            if not isinstance(draft, Lost):
                _holds(finish(draft, article_id="a1", path=f"story{suffix}", source_sha256=""))
    except IngestError as error:
        _is_told(error)


def _is_told(error: IngestError) -> None:
    assert error.code.isidentifier()
    assert str(error)


def _holds(article: Article) -> None:
    text = article.text
    assert article.sha256 == hashlib.sha256(text.encode("utf-8")).hexdigest()
    end = 0
    for span in article.excluded:
        assert end <= span.start < span.end <= len(text)
        assert span.reason
        end = span.end
    end = 0
    for entry in article.entries:
        assert end <= entry.start < entry.end <= len(text)
        assert article.entry_at(entry.start) == article.entry_at(entry.end - 1) == entry
        end = entry.end
    for marked in article.suspicious:
        assert 0 <= marked.start < marked.end <= len(text)
    before = 0
    for sentence in split_sentences(text):
        assert before <= sentence.start < sentence.end <= len(text)
        before = sentence.end
    for chunk in chunk_article(article, max_chars=600):
        assert chunk.text == "".join(text[span.start : span.end] for span in chunk.spans)
        assert len(chunk.text) <= 600
        for span in chunk.spans:
            assert not any(e.start < span.end and span.start < e.end for e in article.excluded)


def grounding(data: bytes) -> None:
    """A claim's words stand in its chunk at its offsets, numbered in their order, and none is lost on the way."""
    text, _, rest = data.decode("utf-8", errors="replace").partition("\x00")
    article = Article(id="a1", path="a.txt", sha256="", source_sha256="", text=text)
    claims = []
    for n, quote in enumerate(rest.split("\x00")):
        start = len(quote) % 7 if n % 3 == 0 else 0
        quote = text[start : start + 40] if n % 4 == 3 else quote
        claims.append(RawClaim(kind="event", text=quote, quote=quote, at=start if n % 2 else None))
    for chunk in chunk_article(article, max_chars=300):
        kept, quarantined = ground(claims, chunk=chunk, article=article, first=3)
        assert [claim.id for claim in kept] == [f"a1.k{n}" for n in range(3, 3 + len(kept))]
        assert [claim.start for claim in kept] == sorted(claim.start for claim in kept)
        for claim in kept:
            assert text[claim.start : claim.end] == claim.quote
            assert any(span.start <= claim.start and claim.end <= span.end for span in chunk.spans)
        assert len(kept) + len(quarantined) <= len(claims)
        assert not {entry.quote for entry in quarantined} & {claim.quote for claim in kept}


def json_salvage(data: bytes) -> None:
    """Whatever a model answers, what comes out is JSON, and an answer that is clean JSON stays what it was."""
    answer = data[1:].decode("utf-8", errors="replace")

    def fits(text: str) -> bool:
        try:
            ExtractedClaims.model_validate_json(text)
        except ValidationError:
            return False
        return True

    found = salvage(
        answer, fits=fits, only_list="claims" if data[:1] < b"\x80" else None, cut=data[:1] > b"\xc0"
    )
    if found is not None:
        json.loads(found.text)
        assert found.lost in (0, 1)
    if fits(answer) and not data[:1] > b"\xc0":
        assert found is not None
        assert json.loads(found.text) == json.loads(answer)


def front_matter(data: bytes) -> None:
    """A block is lines of text with lower-case keys, within the text; no block can grow when it is read."""
    text = data.decode("utf-8", errors="replace")
    for block in (text, f"---\n{text}\n---\n", f"+++\n{text}\n+++\n", f"---\ntitle: x\n{text}\n---\nbody"):
        found = read_front_matter(block)
        if found is None:
            continue
        assert 0 <= found.start < found.end <= len(block)
        assert all(key == key.strip().lower() for key in found.values)
        assert sum(map(len, found.values.values())) <= 2 * len(block) + 100


TARGETS: dict[str, Callable[[bytes], None]] = {
    "ingest": ingest,
    "grounding": grounding,
    "json_salvage": json_salvage,
    "front_matter": front_matter,
}
