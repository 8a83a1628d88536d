"""One OpenAI-compatible address: asked with care, measured before it is trusted.

    faults      what went wrong, as a value: try again, how, and what to say
    settings    what is known beforehand (EndpointSettings) and found out (Capabilities)
    transport   one bounded request
    salvage     JSON out of dirty answers
    ladder      the four ways to ask for JSON, strongest first
    limits      how many at a time, how long between tries, how many tokens in all
    client      Endpoint: the only place where attempts are repeated
    probe       which rung works, how large the context is
    discovery   local servers on their usual ports
    doctor      the whole examination, and the settings that follow

Importing this package is light: openai and instructor are imported by the first request.
"""

from checker.endpoint.client import Answer, Endpoint
from checker.endpoint.faults import BudgetSpentError, LostAnswerError
from checker.endpoint.ladder import RUNGS, Rung, strict_schema
from checker.endpoint.settings import Capabilities, EndpointSettings

__all__ = [
    "RUNGS",
    "Answer",
    "BudgetSpentError",
    "Capabilities",
    "Endpoint",
    "EndpointSettings",
    "LostAnswerError",
    "Rung",
    "strict_schema",
]
