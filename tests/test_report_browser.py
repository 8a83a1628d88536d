"""The page in a real browser: filters, links into articles, keyboard, phone, print; nothing executes.

Skipped where there is no Chromium, or no playwright to drive it. AXE_CORE names axe.min.js, if any.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sample_report

from checker.model import Report
from checker.report import render

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")]

Open = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Opens a report's page; a script error, a dialog or a request to anywhere else fails the test."""
    trouble: list[str] = []
    requested: list[str] = []
    contexts = []

    def show(report: Report, *, fragment: str = "", **options: Any) -> Any:
        path = tmp_path / "report.html"
        path.write_text(render(report, "html"), encoding="utf-8")
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: trouble.append(message.text))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("dialog", lambda dialog: trouble.append(dialog.message))
        page.on("request", lambda request: requested.append(request.url))
        page.goto(f"{path.as_uri()}{fragment}")
        return page

    yield show
    for context in contexts:
        context.close()
    assert trouble == []
    assert [url for url in requested if not url.startswith("file:")] == []


def shown(page: Any) -> int:
    return int(page.locator(".scope .finding:visible").count())


@pytest.mark.parametrize(
    ("name", "choice", "findings"),
    [("scope", "update", 1), ("kind", "numeric", 3), ("severity", "high", 2), ("outlet", "2", 3)],
)
def test_a_filter_leaves_what_was_asked_for(show: Open, name: str, choice: str, findings: int) -> None:
    page = show(sample_report.sample())
    assert shown(page) == 7
    page.select_option(f"select[name={name}]", choice)
    assert shown(page) == findings
    assert page.text_content("#shown") == f"{findings} of 7 findings shown."
    page.click("button[type=reset]")
    page.wait_for_function("document.getElementById('shown').textContent === ''")
    assert shown(page) == 7


def test_a_quote_leads_into_its_article_and_back(show: Open) -> None:
    page = show(sample_report.sample())
    assert not page.locator("#a1 .text").is_visible()
    page.click("#f1 .side >> nth=0 >> text=in the article")
    page.wait_for_selector("#a1 .text mark:visible")
    target = page.locator(":target + mark")
    assert target.text_content() == "with 160 passengers on board"
    assert target.evaluate("mark => mark.getBoundingClientRect().top < innerHeight")
    page.click(":target + mark + sup a")
    assert page.evaluate("location.hash") == "#f1"


def test_a_link_to_a_filtered_finding_shows_it(show: Open) -> None:
    page = show(sample_report.sample())
    page.select_option("select[name=scope]", "update")
    page.click("#matrix a[href='#f1']")
    page.wait_for_selector("#f1:visible")


def test_a_page_opened_at_a_quote_shows_it(show: Open) -> None:
    page = show(sample_report.sample(), fragment="#e1")
    page.wait_for_selector("#a1 .text:visible")


def test_the_keyboard_reaches_everything(show: Open) -> None:
    page = show(sample_report.sample())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the findings"
    reached = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.tagName"))
    assert {"A", "SELECT", "BUTTON", "SUMMARY", "DIV"} <= reached
    page.focus("#a1 > summary")
    page.keyboard.press("Enter")
    assert page.locator("#a1 .text").is_visible()


@pytest.mark.parametrize("report", [sample_report.sample, sample_report.hostile, sample_report.quiet])
def test_the_page_is_never_wider_than_its_window(show: Open, report: Callable[[], Report]) -> None:
    page = show(report())
    page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
    for width in (320, 390, 1200):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_hostile_text_does_nothing(show: Open) -> None:
    page = show(sample_report.hostile())
    page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
    page.wait_for_timeout(100)
    assert page.locator("img, iframe, b[onclick]").count() == 0
    assert "49" not in page.inner_text("h3 >> nth=0")


def test_the_page_reads_without_its_script(show: Open) -> None:
    page = show(sample_report.sample(), java_script_enabled=False)
    assert not page.locator("#filters").is_visible()
    assert page.locator(".scope .finding:visible").count() == 7


def test_print_opens_evidence_and_closes_it_again(show: Open) -> None:
    page = show(sample_report.sample())
    page.emulate_media(media="print")
    assert not page.locator("#filters").is_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#not-compared details[open]").count() == 1
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("#not-compared details[open]").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("report", [sample_report.sample, sample_report.hostile, sample_report.single])
def test_axe_finds_nothing(show: Open, scheme: str, report: Callable[[], Report]) -> None:
    if not os.environ.get("AXE_CORE"):
        pytest.skip("AXE_CORE names no axe.min.js")
    page = show(report(), color_scheme=scheme, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
    # what is off the screen is not laid out, and its remembered places would lie over other findings
    page.add_style_tag(content=".finding { content-visibility: visible !important }")
    page.add_script_tag(path=os.environ["AXE_CORE"])
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", tags)
    assert [
        (violation["id"], node["html"][:200], node.get("failureSummary"))
        for violation in found["violations"]
        for node in violation["nodes"]
    ] == []
