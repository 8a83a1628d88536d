"""Articles cut into chunks of whole paragraphs, nothing lost and nothing twice.

What holds (tested as properties): every code point of `article.text` that is neither excluded
nor white space lies in exactly one span of exactly one chunk; white space lies in at most one.
A chunk neither begins nor ends with white space; between its paragraphs the article's own white
space stays, also around an excluded stretch. So characters outside all chunks are excluded or
white space, and coverage sums to the whole.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from checker.ingest.lines import split_paragraphs
from checker.ingest.sentences import sentence_bounds
from checker.model import Article, Chunk, Span

CONTEXT_SENTENCES = 3
CONTEXT_CHARS = 600
Piece = tuple[int, int]  # a kept stretch of one paragraph: start, end in the article


def chunk_article(article: Article, *, max_chars: int = 6000) -> tuple[Chunk, ...]:
    """The article's kept text as chunks of at most `max_chars` code points, in order.

    Whole paragraphs; a paragraph longer than that is split at sentence ends, a longer
    sentence at a space, a longer word anywhere. No kept text: no chunks.
    """
    if max_chars < 1:
        raise ValueError(f"max_chars must be at least 1, found {max_chars}")
    chunks: list[Chunk] = []
    kept_before: list[Piece] = []
    gaps = _gaps(article)
    for pieces in _evenly(list(_pieces(article.text, gaps, max_chars)), gaps, max_chars):
        spans = tuple(kept_stretches(pieces[0][0], pieces[-1][1], gaps))
        chunks.append(_chunk(article, spans, len(chunks) + 1, _context(article.text, kept_before)))
        kept_before = [*kept_before, *pieces][-CONTEXT_SENTENCES:]
    return tuple(chunks)


def _gaps(article: Article) -> list[Piece]:
    """The excluded stretches, merged and in order."""
    merged: list[Piece] = []
    for start, end in sorted((span.start, span.end) for span in article.excluded if span.start < span.end):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def kept_stretches(start: int, end: int, gaps: Sequence[Piece]) -> Iterator[Piece]:
    """`start:end` without the gaps, which are in order and apart."""
    for index in range(bisect_right(gaps, start, key=lambda gap: gap[1]), len(gaps)):
        gap_start, gap_end = gaps[index]
        if gap_start >= end:
            break
        if gap_start > start:
            yield start, gap_start
        start = gap_end
    if start < end:
        yield start, end


def _trim(text: str, start: int, end: int) -> Piece:
    raw = text[start:end]
    return start + len(raw) - len(raw.lstrip()), end - len(raw) + len(raw.rstrip())


def _pieces(text: str, gaps: Sequence[Piece], max_chars: int) -> Iterator[Piece]:
    """Kept stretches of the paragraphs, none longer than `max_chars`, none blank."""
    for paragraph in split_paragraphs(text):
        for stretch in kept_stretches(paragraph.start, paragraph.end, gaps):
            start, end = _trim(text, *stretch)
            if end - start > max_chars:
                yield from _split_long(text, start, end, max_chars)
            elif start < end:
                yield start, end


def _split_long(text: str, start: int, end: int, max_chars: int) -> Iterator[Piece]:
    """A long paragraph as pieces of whole sentences, greedily filled."""
    piece_start, piece_end = start, start
    for sentence_start, sentence_end in sentence_bounds(text[start:end]):
        sentence_start, sentence_end = sentence_start + start, sentence_end + start
        if sentence_end - piece_start > max_chars:
            if piece_end > piece_start:
                yield piece_start, piece_end
            *whole, rest = _split_sentence(text, sentence_start, sentence_end, max_chars)
            yield from whole
            piece_start, piece_end = rest
        else:
            piece_end = sentence_end
    if piece_end > piece_start:
        yield piece_start, piece_end


def _split_sentence(text: str, start: int, end: int, max_chars: int) -> list[Piece]:
    """An over-long sentence cut at the last space that fits, or hard where there is none. Never empty."""
    pieces: list[Piece] = []
    while end - start > max_chars:
        cut = next(
            (at for at in range(start + max_chars, start, -1) if text[at].isspace()), start + max_chars
        )
        pieces.append(_trim(text, start, cut))
        start = _trim(text, cut, end)[0] if text[cut].isspace() else cut
    return [*pieces, (start, end)]


def _evenly(pieces: list[Piece], gaps: Sequence[Piece], max_chars: int) -> list[list[Piece]]:
    """As few chunks as `max_chars` allows, about equally long: no last chunk of one lonely sentence."""
    chunks = list(_fill(pieces, gaps, max_chars))
    total = _kept_length(pieces[0][0], pieces[-1][1], gaps) if len(chunks) > 1 else 0
    for slack in (0.05, 0.12, 0.25) if len(chunks) > 1 else ():
        even = list(_fill(pieces, gaps, min(max_chars, int(total / len(chunks) * (1 + slack)))))
        if len(even) == len(chunks):
            return even
    return chunks


def _fill(pieces: Sequence[Piece], gaps: Sequence[Piece], max_chars: int) -> Iterator[list[Piece]]:
    """Pieces put together while the chunk's text, white space included, stays within `max_chars`."""
    chunk: list[Piece] = []
    size = 0
    for piece in pieces:
        between = _kept_length(chunk[-1][1], piece[0], gaps) if chunk else 0
        if chunk and size + between + piece[1] - piece[0] > max_chars:
            yield chunk
            chunk, size, between = [], 0, 0
        chunk.append(piece)
        size += between + piece[1] - piece[0]
    if chunk:
        yield chunk


def _kept_length(start: int, end: int, gaps: Sequence[Piece]) -> int:
    return sum(stop - begin for begin, stop in kept_stretches(start, end, gaps))


def _chunk(article: Article, spans: Sequence[Piece], number: int, context: str) -> Chunk:
    return Chunk(
        id=f"{article.id}.c{number}",
        article=article.id,
        outlet=article.outlet,
        title=article.title,
        published=article.published,
        language=article.language,
        start=spans[0][0],
        end=spans[-1][1],
        text="".join(article.text[start:end] for start, end in spans),
        spans=tuple(Span(start=start, end=end) for start, end in spans),
        context=context,
    )


def _context(text: str, before: list[Piece]) -> str:
    """The last few sentences that stand before a chunk, as many as fit; '' for the first chunk."""
    sentences: list[str] = []
    for start, end in before:
        window = max(start, end - 4 * CONTEXT_CHARS)
        piece = text[window:end]
        whole = sentence_bounds(piece)[window > start :]  # the first is cut where the window is
        sentences.extend(piece[a:b] for a, b in whole)
    chosen: list[str] = []
    for sentence in reversed(sentences[-CONTEXT_SENTENCES:]):
        if sum(map(len, chosen)) + len(sentence) > CONTEXT_CHARS:
            break
        chosen.append(sentence)
    return " ".join(reversed(chosen))
