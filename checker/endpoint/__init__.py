"""One OpenAI-compatible address: asked with care, measured before it is trusted.

    faults      what went wrong, as a value: try again, how, and what to say
    settings    what is known beforehand (EndpointSettings) and found out (Capabilities)
    transport   one bounded request
    salvage     JSON out of dirty answers
    ladder      the four ways to ask for JSON, strongest first
    limits      how many at a time, how long between tries, how many tokens in all
    pursuit     the attempts at one question: the only place where anything is tried again
    client      Endpoint: the door to all this
    probe       which rung works
    context     how long a prompt may be
    discovery   local servers on their usual ports
    doctor      the whole examination; diagnosis: what it found; advice: the settings that follow

Importing this package is light: openai and instructor are imported by the first request.
"""

from checker.endpoint.client import Endpoint
from checker.endpoint.faults import BudgetSpentError, LostAnswerError
from checker.endpoint.ladder import RUNGS, Rung, strict_schema
from checker.endpoint.pursuit import Answer
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
