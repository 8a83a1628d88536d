"""`checker doctor`: what an endpoint can do, measured, and which settings follow."""

import os
from argparse import Namespace
from pathlib import Path

from checker.commands import Outcome
from checker.commands.engine import endpoint_settings, forget_capabilities
from checker.endpoint.doctor import examine, render, write_settings
from checker.settings import FILE_NAME, Settings, load_settings


async def run(arguments: Namespace) -> Outcome:
    """The examination's findings; exit 1 where the endpoint cannot be used.

    With --write what follows stands in the settings file. What was remembered of the
    endpoint is forgotten, so that the next check measures it anew.
    """
    given = {name: value for name, value in vars(arguments).items() if name in Settings.model_fields}
    settings = load_settings(given, env=os.environ, config=arguments.config).settings
    wanted = endpoint_settings(settings)
    diagnosis = await examine(wanted)
    if not diagnosis.usable:
        return Outcome(render(diagnosis), code=1)
    forget_capabilities(settings, wanted)
    notes: tuple[str, ...] = ()
    if arguments.write:
        path = arguments.config or Path(FILE_NAME)
        notes = (f"{', '.join(write_settings(diagnosis, path))} written to {path.as_posix()}",)
    return Outcome(render(diagnosis), notes)
