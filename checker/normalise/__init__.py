"""Claim → Fact: numbers, times and names in one form, deterministic and shared by every engine.

claim.quote → find_quantities, find_periods, NameTable.find, content_stems → Fact
"""
