"""Why a first hit that answers names another speaker than the judged one."""

from __future__ import annotations

from onrecord.benchmark import Miss
from onrecord.evaluation.judgments import JudgedQuery
from onrecord.evaluation.spans import SpanHit, answers, same_person
from onrecord.records import StoredUnit
from onrecord.uses.diagnose_shown import shown_answer, shown_hit
from onrecord.uses.diagnose_units import SAID, answering, place, speakers_of
from onrecord.uses.parts import Parts


def misattribution(parts: Parts, query: JudgedQuery, hit: SpanHit, max_chars: int) -> Miss | None:
    """What went wrong with the hit's speaker; None when it answers nothing, nobody is asked for, or all is well."""
    gold = [span for span in query.gold if answers(hit, span, max_chars)]
    if not gold or not query.speaker or same_person(hit.speaker, query.speaker):
        return None
    with parts.guard, parts.store.snapshot():
        units = answering(parts, gold, max_chars).values()
        said = [unit for unit in units if unit.kind in SAID and unit.article == hit.article]
        reason = _reason(parts, query.speaker, hit, said)
        answer = shown_answer(parts, query, said[0] if said else None, max_chars)
        return Miss(query.qid, "attribution", reason, {"hybrid": 1}, shown_hit(parts, hit), answer)


def _reason(parts: Parts, asked: str, hit: SpanHit, said: list[StoredUnit]) -> str:
    named = f"the hit names {hit.speaker or 'nobody'}"
    for unit in said:
        if any(same_person(name, asked) for name in speakers_of(parts, [unit])):
            return f"{named}; {unit.kind} {place(unit)} in it is rightly {asked}'s, another statement was taken"
    if said:
        others = speakers_of(parts, said)
        return f"{named}; extraction gives {said[0].kind} {place(said[0])} to {' and '.join(others) or 'nobody'}"
    return f"{named}; no quote or claim was found where the answer is"
