"""What is shipped: the version, the dependencies, and what stands in the wheel."""

import re
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata

import pytest
from command_line import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import checker

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NEEDED = [Requirement(each) for each in PROJECT["project"]["dependencies"]]
EXTRAS = [
    Requirement(each) for extra in PROJECT["project"]["optional-dependencies"].values() for each in extra
]
DEVELOPMENT = [Requirement(each) for each in PROJECT["dependency-groups"]["dev"]]
LOCKED = (ROOT / "constraints.txt").read_text(encoding="utf-8")
PINS = dict(re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;]+)", LOCKED, re.MULTILINE))
EXPLAINED = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
NOT_IMPORTED = {"lxml-html-clean"}  # trafilatura needs it, and older pip leaves it out


def test_the_version_is_the_same_everywhere() -> None:
    assert PROJECT["project"]["version"] == checker.__version__


@pytest.mark.parametrize("requirement", NEEDED + EXTRAS + DEVELOPMENT, ids=str)
def test_every_dependency_has_a_lower_bound_and_a_pin_that_keeps_it(requirement: Requirement) -> None:
    assert any(part.operator == ">=" for part in requirement.specifier)
    assert requirement.specifier.contains(PINS[canonicalize_name(requirement.name)])


def test_the_program_imports_what_is_declared_and_nothing_else() -> None:
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "checker").rglob("*.py"))
    modules = set(re.findall(r"^ *(?:import|from) ([A-Za-z0-9_]+)", source, re.MULTILINE))
    owners = metadata.packages_distributions()
    imported = {
        canonicalize_name(owners[module][0])
        for module in modules - sys.stdlib_module_names - {"checker"}
        if module in owners
    }
    assert imported == {canonicalize_name(each.name) for each in NEEDED + EXTRAS} - NOT_IMPORTED


def test_every_dependency_is_explained_and_no_other() -> None:
    explained = re.findall(r"^\| ([A-Za-z0-9_-]+) \|", EXPLAINED, re.MULTILINE)
    explained = [name for name in explained if name != "package"]
    assert sorted(explained, key=str.lower) == sorted((each.name for each in NEEDED + EXTRAS), key=str.lower)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in the wheel, built from this tree."""
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=120,
    )
    (built,) = out.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        return set(archive.namelist())


def test_the_wheel_carries_every_source_file_prompt_and_schema(wheel: set[str]) -> None:
    wanted = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "checker").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    wanted |= {f"checker/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / "prompts").rglob("*.md")}
    assert wanted <= wheel
    assert "checker/report/report.schema.json" in wheel
    assert any(name.startswith("checker/prompts/") for name in wheel)


def test_the_wheel_carries_nothing_else(wheel: set[str]) -> None:
    assert {name.partition("/")[0] for name in wheel} == {
        "checker",
        f"checker-{checker.__version__}.dist-info",
    }
    assert not [name for name in wheel if name.endswith((".pyc", ".sqlite"))]


def test_no_file_of_the_package_is_left_out_of_git() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(
        ["git", "ls-files", "--others", "--ignored", "--exclude-standard", "--", "checker", "prompts"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    assert not [name for name in listed if not re.search(r"__pycache__|\.pyc$", name)]
