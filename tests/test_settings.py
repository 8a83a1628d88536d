"""Where a setting's value comes from, and what is said of one that does not do."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.errors import SettingsError
from checker.settings import FOREIGN_VARIABLES, Resolved, Settings, load_settings, parse_fail_on


def load(folder: Path, toml: str = "", *, flags: dict[str, str] | None = None, **env: str) -> Resolved:
    if toml:
        (folder / "checker.toml").write_text(toml, encoding="utf-8")
    return load_settings(flags or {}, env=env, folder=folder)


@pytest.mark.parametrize(
    ("flags", "env", "toml", "value", "source"),
    [
        ({"model": "f"}, {"CHECKER_MODEL": "e"}, 'model = "t"', "f", "--model"),
        ({}, {"CHECKER_MODEL": "e"}, 'model = "t"', "e", "CHECKER_MODEL"),
        ({}, {}, 'model = "t"', "t", "checker.toml"),
        ({}, {"CHECKER_MODEL": ""}, "", None, "default"),
    ],
)
def test_flag_wins_over_environment_over_file_over_default(
    tmp_path: Path, flags: dict[str, str], env: dict[str, str], toml: str, value: str | None, source: str
) -> None:
    resolved = load(tmp_path, toml, flags=flags, **env)
    assert resolved.settings.model == value
    assert Path(resolved.sources["model"]).name == source


@pytest.mark.parametrize(("name", "variable"), sorted(FOREIGN_VARIABLES.items()))
def test_the_sdk_s_variables_count_after_our_own(tmp_path: Path, name: str, variable: str) -> None:
    own = f"CHECKER_{name.upper()}"
    assert load(tmp_path, **{variable: "http://a.example/v1"}).sources[name] == variable
    both = load(tmp_path, **{variable: "http://a.example/v1", own: "http://b.example/v1"})
    assert both.sources[name] == own


def test_values_from_the_file_have_its_types(tmp_path: Path) -> None:
    settings = load(tmp_path, 'max_chars = 900\nquiet = true\nout = "reports"\nengine = "rules"\n').settings
    assert (settings.max_chars, settings.quiet, settings.out, settings.engine) == (
        900,
        True,
        Path("reports"),
        "rules",
    )


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('modle = "x"', ["unknown setting 'modle'", "checker.toml", "Did you mean 'model'?"]),
        ('wholly_else = "x"', ["unknown setting 'wholly_else'", "checker config"]),
        ('max_chars = "900"', ["max_chars", "checker.toml", "'900'", "valid integer"]),
        ("max_chars = 9.5", ["max_chars", "9.5", "valid integer"]),
        ("max_chars = 3", ["max_chars", "3", "greater than or equal to 500"]),
        ("max_chars = true", ["max_chars", "True", "valid integer"]),
        ("model = 7", ["model", "7", "valid string"]),
        ('model = ""', ["model", "at least 1 character"]),
        ("model = 2031-03-04", ["model", "valid string"]),
        ("[model]\nname = 'x'", ["model", "valid string"]),
        ('quiet = "yes"', ["quiet", "valid boolean"]),
        ('engine = "magic"', ["engine", "'magic'", "'auto', 'rules'"]),
        ('fail_on = "sometimes"', ["fail_on", "'sometimes' is not any, never"]),
        ('base_url = "localhost:11434"', ["base_url", "http://localhost:11434/v1"]),
        ("\nmax_chars = = 1", ["cannot read", "checker.toml", "line 2"]),
        ("a = 1\na = 2", ["cannot read", "checker.toml"]),
        ("x = " + "[" * 5000, ["cannot read", "checker.toml"]),
    ],
)
def test_a_bad_file_is_named_with_what_is_wrong_in_it(tmp_path: Path, toml: str, said: list[str]) -> None:
    with pytest.raises(SettingsError) as raised:
        load(tmp_path, toml)
    for part in said:
        assert part in str(raised.value)


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({"CHECKER_MODLE": "x"}, ["unknown variable CHECKER_MODLE", "'CHECKER_MODEL'"]),
        ({"CHECKER_MAX_CHARS": "many"}, ["max_chars", "CHECKER_MAX_CHARS", "'many'"]),
        ({"CHECKER_QUIET": "perhaps"}, ["quiet", "CHECKER_QUIET", "'perhaps'"]),
        ({"CHECKER_FAIL_ON": "high,low"}, ["fail_on", "one severity at most"]),
    ],
)
def test_a_bad_variable_is_named(tmp_path: Path, env: dict[str, str], said: list[str]) -> None:
    with pytest.raises(SettingsError) as raised:
        load(tmp_path, **env)
    for part in said:
        assert part in str(raised.value)


def test_debug_is_a_known_variable_and_no_setting(tmp_path: Path) -> None:
    assert "debug" not in load(tmp_path, CHECKER_DEBUG="1").sources


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"no such settings file.*other\.toml"):
        load_settings({}, env={}, config=tmp_path / "other.toml")


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"model = '\xe9'"])
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "checker.toml").write_bytes(content)
    with pytest.raises(SettingsError, match="not UTF-8"):
        load(tmp_path)


def test_a_byte_order_mark_does_not_matter(tmp_path: Path) -> None:
    assert load(tmp_path, '\ufeffmodel = "x"').settings.model == "x"


def test_a_folder_in_the_file_s_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "checker.toml").mkdir()
    with pytest.raises(SettingsError, match="cannot read"):
        load(tmp_path)


# Secrets


def test_a_key_in_the_file_is_refused_and_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as raised:
        load(tmp_path, 'api_key = "sk-hidden"')
    assert "CHECKER_API_KEY" in str(raised.value)
    assert "sk-hidden" not in str(raised.value)


@pytest.mark.parametrize("variable", ["CHECKER_API_KEY", "OPENAI_API_KEY"])
def test_a_key_is_shown_as_set_and_nothing_more(tmp_path: Path, variable: str) -> None:
    resolved = load(tmp_path, **{variable: "sk-hidden"})
    assert resolved.value("api_key") == "set"
    assert "sk-hidden" not in f"{resolved!r} {resolved} {resolved.model_dump()} {resolved.model_dump_json()}"
    assert resolved.settings.api_key is not None
    assert resolved.settings.api_key.get_secret_value() == "sk-hidden"


@pytest.mark.parametrize("url", ["http://ann:sk-hidden@h.example/v1", "https://sk-hidden@h.example"])
def test_a_key_in_the_address_is_refused_and_not_repeated(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingsError) as raised:
        load(tmp_path, flags={"base_url": url})
    assert "CHECKER_API_KEY" in str(raised.value)
    assert "sk-hidden" not in str(raised.value)


# What counts as a failure


@pytest.mark.parametrize(
    ("text", "scopes", "severity"),
    [
        ("any", {"outlets", "speakers", "article"}, "low"),
        ("never", set(), "low"),
        ("high", {"outlets", "speakers", "article"}, "high"),
        ("outlets", {"outlets"}, "low"),
        ("article,outlets", {"outlets", "article"}, "low"),
        ("outlets, medium", {"outlets"}, "medium"),
        ("update", {"update"}, "low"),
    ],
)
def test_fail_on_names_scopes_and_a_severity(text: str, scopes: set[str], severity: str) -> None:
    parsed = parse_fail_on(text)
    assert (set(parsed.scopes), parsed.severity) == (scopes, severity)


@pytest.mark.parametrize("text", ["", ",", "any,high", "never,outlets", "loud", "high,medium", "Outlets"])
def test_fail_on_refuses_what_it_does_not_know(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not any|one severity"):
        parse_fail_on(text)


@given(
    key=st.text(max_size=20), value=st.one_of(st.text(max_size=20), st.integers(), st.booleans(), st.floats())
)
def test_nothing_in_the_environment_or_the_flags_raises_anything_but_a_settings_error(
    key: str, value: object
) -> None:
    for name in Settings.model_fields:
        with contextlib.suppress(SettingsError):
            load_settings({name: str(value)}, env={f"CHECKER_{key}": str(value)}, folder=Path("/nonexistent"))
