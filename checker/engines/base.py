"""The one seam: what an engine must do. Wrappers (`cached`, `cascade`) and the tests' fake are engines."""

from typing import Protocol, runtime_checkable

from checker.model import Chunk, Comparison, Confirmation, Conflict, Extraction, Group


@runtime_checkable
class Engine(Protocol):
    """Extracts claims, compares groups of facts, and looks a second time at each conflict.

    A method raises `UnitError` when its one unit is lost and `CheckerError` when the run
    cannot go on. It never answers with a default for what it could not read. Answers do
    not depend on earlier calls, and calls may overlap.
    """

    name: str
    fingerprint: str  # changes whenever an answer could
    limits: tuple[str, ...]  # what it cannot see, in sentences for the report

    async def extract(self, chunk: Chunk) -> Extraction: ...

    async def compare(self, group: Group) -> Comparison: ...

    async def confirm(self, conflict: Conflict) -> Confirmation: ...
