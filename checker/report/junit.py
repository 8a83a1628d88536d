"""The findings as JUnit XML, for build servers: a contradiction is a failed case, something lost an error."""

from xml.etree import ElementTree as Xml

from checker.model import Finding, Report
from checker.report import arrange
from checker.report.visible import one_line


def to_junit(report: Report) -> str:
    """The report as JUnit XML, ending in a newline.

    One suite per scope, one of the articles. What speakers dispute and what was updated passes, with its
    words in `system-out`; an article that was read is a case that passes, a failure is an error.
    """
    who = arrange.who(report)
    suites = [_suite(section, who) for section in arrange.sections(report)]
    suites.append(_articles(report))
    root = Xml.Element("testsuites", name="checker")
    for count in ("tests", "failures", "errors"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in suites)))
    root.set("time", f"{(report.run.finished - report.run.started).total_seconds():.3f}")
    root.extend(suites)
    Xml.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="unicode") + "\n"


def _suite(section: arrange.Section, who: arrange.Who) -> Xml.Element:
    fails = section.scope in {"outlets", "article"}
    number = len(section.findings)
    suite = _new_suite(section.words.title, tests=number, failures=number if fails else 0)
    for finding in section.findings:
        case = Xml.SubElement(
            suite, "testcase", classname=f"{finding.scope}.{finding.kind}", name=one_line(finding.question)
        )
        if fails:
            outcome = Xml.SubElement(
                case, "failure", type=finding.severity, message=one_line(finding.explanation)
            )
        else:
            outcome = Xml.SubElement(case, "system-out")
        outcome.text = "\n".join(_words(finding, who))
    return suite


def _words(finding: Finding, who: arrange.Who) -> list[str]:
    lines = []
    for n, side in enumerate(finding.sides):
        lines.append(f"{arrange.letter(n)}: {one_line(side.position)}: {one_line(who(side))}")
        for evidence in side.evidence:
            place = f"{one_line(evidence.path)}, characters {evidence.start} to {evidence.end}"
            lines.append(f"   “{one_line(evidence.quote)}” ({place})")
    return lines


def _articles(report: Report) -> Xml.Element:
    lost = len(report.failures)
    suite = _new_suite("Articles", tests=len(report.articles) + lost, errors=lost)
    for article in report.articles:
        Xml.SubElement(suite, "testcase", classname="articles", name=one_line(article.path))
    for failure in report.failures:
        case = Xml.SubElement(suite, "testcase", classname=failure.stage, name=one_line(failure.unit))
        Xml.SubElement(case, "error", type=one_line(failure.error), message=one_line(failure.message))
    return suite


def _new_suite(name: str, *, tests: int, failures: int = 0, errors: int = 0) -> Xml.Element:
    counts = {"tests": str(tests), "failures": str(failures), "errors": str(errors)}
    return Xml.Element("testsuite", {"name": name, **counts})
