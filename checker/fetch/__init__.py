"""Addresses → pages in a folder, each with its address, time and hash. The one way to the web here.

addresses.py  which addresses may be asked, and at which IP they are
exchange.py   one GET to one IP, bounded in bytes and in time
robots.py     what a site asks robots not to fetch
pages.py      an address followed to its page: redirects, robots.txt, one request at a time per host
folder.py     a page as a file, and its entry in sources.toml
"""

from checker.fetch.addresses import Refused
from checker.fetch.folder import save
from checker.fetch.pages import Fetcher, Page

__all__ = ["Fetcher", "Page", "Refused", "save"]
