"""The JSON Schema of report.json, as the model has it; the committed report.schema.json is this text.

`python -m checker.report.schema > checker/report/report.schema.json` after an addition to the model.
"""

import json
import sys
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from checker.model import SCHEMA_VERSION, Report


def report_schema() -> str:
    """The schema (2020-12) as JSON, ending in a newline.

    Every field is required, also those the model has defaults for: a reader need not guess.
    """
    schema = Report.model_json_schema(mode="serialization", schema_generator=_EveryFieldRequired)
    schema = {
        "$schema": GenerateJsonSchema.schema_dialect,
        **schema,
        "title": f"report.json of checker, schema version {SCHEMA_VERSION}",
    }
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


class _EveryFieldRequired(GenerateJsonSchema):
    def field_is_required(self, field: Any, total: bool) -> bool:  # noqa: ARG002
        return True

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        return False  # the field's name again, capitalised, says nothing

    def default_schema(self, schema: Any) -> Any:
        return self.generate_inner(schema["schema"])  # a field that always stands there needs no default


if __name__ == "__main__":
    sys.stdout.write(report_schema())
