"""A report and what people make of it: decisions beside report.json, never in it.

decisions.py  what a reviewer can decide: one line of reviews.jsonl each
log.py        reviews.jsonl: append a line, read the lines; two reviewers at once lose nothing
state.py      decisions in any order → where each dispute stands
identity.py   is this the dispute that was decided? by id, else by the words on two sides
standing.py   a report's findings: new, known, dismissed, resolved
diff.py       two reports: appeared, vanished, changed
pairs.py      decisions → labelled pairs for `checker eval`
stats.py      decisions → precision as the reviewers saw it
desk.py       one report under review: checks what is asked, writes the decision
server.py     the local page; view.py what it shows; terminal.py the same in a terminal
"""
