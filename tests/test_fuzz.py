"""The promises that `make fuzz` tries to break, tried on the project's own inputs and on a few random ones.

An input that crashed under the fuzzer stands in CRASHED, with what it broke.
"""

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent / "fuzz"))

from inputs import seeds
from targets import TARGETS

CRASHED: dict[str, tuple[bytes, ...]] = {}


@pytest.mark.parametrize("target", TARGETS)
def test_the_promises_hold_for_the_project_s_own_inputs(target: str) -> None:
    for data in (*seeds(target), *CRASHED.get(target, ()), b""):
        TARGETS[target](data)
        TARGETS[target](data[: len(data) // 2])


@pytest.mark.parametrize("target", TARGETS)
@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=300))
def test_the_promises_hold_for_any_bytes(target: str, data: bytes) -> None:
    TARGETS[target](data)
