"""The docs say what the program does: every command, flag, setting, exit code and number of lines."""

import argparse
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import ROOT, environment, run_checker

from checker.cli import EXIT_CODES, parser
from checker.settings import FOREIGN_VARIABLES, SECRETS, Settings

README = (ROOT / "README.md").read_text(encoding="utf-8")
CLI = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
PAGES = sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").glob("*.md"))
SETTINGS = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")


def commands(
    under: argparse.ArgumentParser, name: str = "checker"
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command that runs something, with its full name."""
    below = [action for action in under._actions if isinstance(action, argparse._SubParsersAction)]
    for action in below:
        for word, command in action.choices.items():
            yield from commands(command, f"{name} {word}")
    if not below:
        yield name, under


def flags(command: argparse.ArgumentParser) -> set[str]:
    """The long flags of a command, but `--help`."""
    return {
        flag for action in command._actions for flag in action.option_strings if flag.startswith("--")
    } - {"--help"}


def section(name: str) -> str:
    """The part of docs/cli.md under a command's heading."""
    found = re.search(rf"^## `{re.escape(name)}\b[^`]*`\n(.*?)(?=^## |\Z)", CLI, re.MULTILINE | re.DOTALL)
    assert found, f"docs/cli.md has no section on {name}"
    return found.group(1)


ALL = dict(commands(parser()))


@pytest.mark.parametrize("name", ALL)
def test_every_command_and_flag_is_documented_and_no_other(name: str) -> None:
    documented = set(re.findall(r"^(?:\| )?`(--[a-z-]+)", section(name), re.MULTILINE))
    documented |= set(re.findall(r"^\| `--[a-z-]+[^|]*, `(--[a-z-]+)", section(name), re.MULTILINE))
    for line in section(name).splitlines():
        if line.startswith("`--"):  # a list of flags that another command explains
            documented |= set(re.findall(r"`(--[a-z-]+)`", line))
    assert documented == flags(ALL[name])


def test_no_command_is_documented_that_does_not_exist() -> None:
    headings = re.findall(r"^## `(checker(?: [a-z]+)+)", CLI, re.MULTILINE)
    assert sorted(headings) == sorted(ALL)


def test_every_setting_is_documented_with_its_variable_and_default() -> None:
    rows = {
        row[0].strip("` "): row[1:]
        for row in re.findall(r"^\|(.*)\|(.*)\|(.*)\|(.*)\|(.*)\|$", SETTINGS, re.M)[2:]
    }
    assert list(rows) == list(Settings.model_fields)
    check = flags(ALL["checker check"])
    for name, field in Settings.model_fields.items():
        flag, variables, default, about = (cell.strip() for cell in rows[name])
        wanted = f"--{name.replace('_', '-')}"
        assert flag == (f"`{wanted}`" if wanted in check else "")
        assert variables.split(", ") == [
            f"`{each}`" for each in (f"CHECKER_{name.upper()}", FOREIGN_VARIABLES.get(name)) if each
        ]
        shown = str(field.default).lower() if isinstance(field.default, bool) else str(field.default)
        assert default == ("" if field.default is None else f"`{shown}`")
        assert about == field.description


def test_no_secret_has_a_flag() -> None:
    for command in ALL.values():
        assert not {f"--{name.replace('_', '-')}" for name in SECRETS} & flags(command)


def test_every_exit_code_is_documented() -> None:
    codes = re.findall(r"^  ([0-9]+)", EXIT_CODES, re.MULTILINE)
    assert re.findall(r"^\| ([0-9]+) \|", CLI, re.MULTILINE) == codes
    for code in codes:
        assert re.search(rf"^\| {code} \|", README, re.MULTILINE)


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) < 150


@pytest.mark.parametrize(
    "page", sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").glob("*.md")), ids=lambda p: p.name
)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


# The README's commands


def readme_commands() -> list[str]:
    """The `checker` commands that the README shows and that need no model."""
    lines = [
        line.removeprefix("$ ").split("  #")[0].strip()
        for block in re.findall(r"```(?:console|sh)\n(.*?)```", README, re.DOTALL)
        for line in block.splitlines()
        if line.startswith(("$ checker ", "checker "))
    ]
    return [line for line in lines if not re.search(r"--base-url|--model|doctor|review", line)]


def test_the_readme_shows_commands() -> None:
    assert any(line.startswith("checker check") for line in readme_commands())


def test_the_readme_s_commands_run(tmp_path: Path) -> None:
    for name in ("seeds", "fixtures"):
        (tmp_path / name).symlink_to(ROOT / name, target_is_directory=True)
    for line in readme_commands():
        ran = run_checker(*shlex.split(line)[1:], cwd=tmp_path, env={"HOME": str(tmp_path)})
        assert ran.code in {0, 1}, (line, ran.err)
        assert ran.out


def test_the_readme_s_output_is_the_program_s(tmp_path: Path) -> None:
    shown = re.search(r"```console\n\$ checker check seeds/?\n(.*?)```", README, re.DOTALL)
    assert shown
    (tmp_path / "seeds").symlink_to(ROOT / "seeds", target_is_directory=True)
    printed = run_checker("check", "seeds", cwd=tmp_path).out
    for part in re.split(r"^…$", shown.group(1), flags=re.MULTILINE):
        assert without_times(part).strip() in without_times(printed), "make readme shows the run anew"


def without_times(text: str) -> str:
    return re.sub(r"^(Engine [a-z]+\.).*", r"\1", text, flags=re.MULTILINE)


def test_the_environment_for_these_tests_holds_no_settings() -> None:
    assert not [name for name in environment() if name.startswith(("CHECKER_", "OPENAI_"))]
