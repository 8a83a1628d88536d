"""The rules engine: verbs and clauses, figures, times, roles, standing, quotations."""

from checker.engines.rules.engine import RulesEngine

__all__ = ["RulesEngine"]
