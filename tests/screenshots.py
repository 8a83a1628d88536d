"""Pictures of the report and of its review, on the sample articles, for docs/. Run by `make screenshots`.

Every run gives the same pictures but for the times in them.
"""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from command_line import ROOT, run_checker
from playwright.sync_api import sync_playwright
from review_samples import on, served

from checker.report.json import from_json
from checker.review.log import append

DOCS = ROOT / "docs"
DESK = {"width": 1000, "height": 780}  # what a laptop shows
PHONE = {"width": 390, "height": 780}


def main() -> int:
    """The pictures are in docs/; prints the size of each."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        print("screenshots need chromium, and none was found", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as name, sync_playwright() as driver:
        out = Path(name) / "report"
        run_checker("check", ROOT / "seeds", "--out", out, cwd=Path(name))
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        _report(browser, out)
        _review(browser, out)
        browser.close()
    for path in sorted(DOCS.glob("*.png")):
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} kB")
    return 0


def _report(browser: Any, out: Path) -> None:
    for name, options in (
        ("report", {"viewport": DESK}),
        ("report-dark", {"viewport": DESK, "color_scheme": "dark"}),
        ("report-phone", {"viewport": PHONE}),
    ):
        page = _opened(browser, (out / "report.html").as_uri(), **options)
        _keep(page, name)
        if name == "report":
            page.evaluate("location.hash = document.querySelector('figcaption a').hash")
            page.wait_for_timeout(300)
            _keep(page, "article")


def _review(browser: Any, out: Path) -> None:
    report = from_json((out / "report.json").read_bytes())
    append(out / "reviews.jsonl", on(report, report.findings[-1], "accept", who="Ann Orme", why=""))
    with served(out, who="Ben Tarrow") as server:
        page = _opened(browser, server.address, viewport=DESK)
        page.keyboard.press("j")
        _keep(page, "review")
        page.keyboard.press("d")
        page.click("#reasons button")
        _keep(page, "review-dismiss")


def _opened(browser: Any, address: str, **options: Any) -> Any:
    page = browser.new_context(**options).new_page()
    page.goto(address)
    return page


def _keep(page: Any, name: str) -> None:
    page.screenshot(path=str(DOCS / f"{name}.png"), animations="disabled", caret="hide")


if __name__ == "__main__":
    sys.exit(main())
