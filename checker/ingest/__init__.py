"""Files to articles to chunks. `split_sentences` is for whoever counts in sentences."""

from checker.ingest.chunks import chunk_article
from checker.ingest.folder import read_articles
from checker.ingest.sentences import split_sentences

__all__ = ["chunk_article", "read_articles", "split_sentences"]
