"""Each stage of the failure waterfall provoked on purpose, in archives of a few invented sentences."""

from __future__ import annotations

import hashlib
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from meaning_archive import MEANINGS, SPOKEN, archive_of, diagnosed, only, question

from onrecord.benchmark import Stage
from onrecord.errors import BadInput
from onrecord.evaluation.judgments import GoldSpan, JudgedQuery
from onrecord.evaluation.spans import answers
from onrecord.querying.fuse import Fusion
from onrecord.records import Filter
from onrecord.uses.diagnose import diagnose, diagnose_articles
from onrecord.uses.diagnose_ranking import lost_in_arms


def test_what_is_answered_is_no_miss() -> None:
    """Answered questions are counted, questions without an answer are not, and every stage is named in its order."""
    text = "The ferry fares rise in May."
    found = diagnosed(
        archive_of({"a": text}),
        question("ferry fares", ("a", text, text), qid="q1"),
        question("plum cake", qid="q2"),
    )
    assert found.misses == ()
    assert found.answered == 1
    assert list(found.waterfall) == list(get_args(Stage))


def test_splitting_the_article_is_not_there() -> None:
    """What was never added is lost at splitting, and its judged words are shown."""
    miss = only(
        diagnosed(archive_of({"a": "Rain fell."}), question("ferry", ("gone", "The ferry sank.", "ferry sank")))
    )
    assert (miss.stage, miss.reason) == ("splitting", "not in the archive: gone")
    assert miss.answer == {
        "article": "gone", "title": "", "start": 4, "end": 14, "text": "ferry sank", "speaker": None,
    }  # fmt: skip
    assert miss.first is not None
    assert (miss.first["article"], miss.first["text"]) == ("a", "Rain fell.")


def test_splitting_the_text_is_another() -> None:
    """An article that reads differently from the judged one is said to, before anything is said of passages."""
    judged = "Long ago it rained, and then the ferry sank off the old pier at night."
    ended = only(diagnosed(archive_of({"a": "Rain."}), question("ferry", ("a", judged, "ferry sank"))))
    assert ended.reason == "a ends at 5, the answer at 43: not the text that was judged"
    other = "x" * 20 + ". The lamp burns."
    changed = only(diagnosed(archive_of({"a": other}), question("ferry", ("a", judged, "and then the")), max_chars=9))
    assert (changed.stage, changed.reason) == (
        "splitting", "a reads differently at 20-32: not the text that was judged",
    )  # fmt: skip


def test_splitting_the_hash_is_another() -> None:
    """A judged set without its texts is compared by hash."""
    gold = GoldSpan("a", 0, 12, 2, sha256=hashlib.sha256(b"The old lamp").hexdigest())
    asked = JudgedQuery("q", "quote", "keyword", "ferry", None, (gold,))
    other, same = archive_of({"a": "The old ferry and more."}), archive_of({"a": "The old lamp and more."})
    assert "reads differently" in only(diagnosed(other, asked, max_chars=9)).reason
    assert only(diagnosed(same, asked, max_chars=9)).reason == "what covers the answer is longer than 9 characters"


def test_splitting_passages_cut_the_answer() -> None:
    """An answer over three passages of a sentence each is covered by none; the best share is told."""
    text = "The ferry fares rise. The lamp burns out. The rain falls on."
    miss = only(diagnosed(archive_of({"a": text}, passage_words=4), question("ferry", ("a", text, text))))
    assert (miss.stage, miss.reason) == ("splitting", "no passage covers half of a:0-60; the best covers 35%")


def test_splitting_passages_are_too_long() -> None:
    """A passage longer than max_chars answers nothing."""
    text = "The ferry fares rise in May."
    miss = only(diagnosed(archive_of({"a": text}), question("ferry", ("a", text, "fares rise")), max_chars=20))
    assert (miss.stage, miss.reason) == ("splitting", "what covers the answer is longer than 20 characters")


SPOKEN_BY_MAYOR = 'Mayor Ada Fenn opened the ferry quay. "The ferry fares will rise," Ada Fenn said.'


def test_extraction() -> None:
    """A question that searches quotes is lost at extraction where only a passage answers."""
    archive = archive_of({"a": SPOKEN}, extraction=True)
    asked = question("lamp burned", ("a", SPOKEN, "The lamp on the quay burned all night."))
    miss = only(diagnosed(archive, asked, given=Filter(kinds=("quote",))))
    assert (miss.stage, miss.reason) == ("extraction", f"no quote covers the answer, only passage a:0-{len(SPOKEN)}")
    assert miss.ranks == {"bm25": None, "vector": None, "hybrid": None}
    by_speaker = question('speaker:"Ada Fenn" lamp', ("a", SPOKEN, "The lamp on the quay burned all night."))
    assert only(diagnosed(archive, by_speaker)).reason.startswith("no quote or claim covers the answer")


def test_attribution() -> None:
    """A quote that is there and given to somebody else is lost at attribution, and both are named."""
    archive = archive_of({"a": SPOKEN}, extraction=True)
    gold = ("a", SPOKEN, "The ferry fares will rise in May")
    right = question('speaker:"Ada Fenn" ferry fares', gold, qid="q1")
    assert diagnosed(archive, right).answered == 1
    miss = only(diagnosed(archive, question('speaker:"Ben Ode" ferry fares', gold)))
    assert miss.stage == "attribution"
    assert "is given to Ada Fenn, not to Ben Ode" in miss.reason
    assert miss.reason.endswith(", whom the archive does not know as Ben Ode")
    inside = Filter(kinds=("passage",), speaker="Ben Ode")
    passages = diagnose(archive._parts, [question("ferry fares", gold)], {}, given=inside)
    assert only(passages).stage == "attribution"


def test_a_passage_of_a_speaker_in_which_nothing_was_extracted() -> None:
    """Passages of a speaker need a statement in them: without any, extraction lost the answer."""
    text = "The lamp on the quay burned."
    archive = archive_of({"a": text, "b": SPOKEN}, extraction=True)
    asked = question("lamp", ("a", text, text))
    found = diagnose(archive._parts, [asked], {}, given=Filter(kinds=("passage",), speaker="Ada Fenn"))
    assert (only(found).stage, found.misses[0].first) == ("extraction", None)


def test_filters_keep_both_arms_from_it() -> None:
    """A required phrase that the answer lacks leaves nothing to either arm."""
    texts = {"a": "The ferry fares rise.", "b": "The night ferry is late."}
    miss = only(diagnosed(archive_of(texts), question('"night ferry" fares', ("a", texts["a"], "ferry fares rise"))))
    assert miss.stage == "bm25 and vectors"
    assert miss.reason == "neither may find passage a:0-21: the query's own filters bar it"


def test_a_query_without_words() -> None:
    """Restrictions alone rank nothing."""
    miss = only(diagnosed(archive_of({"a": "The ferry."}), question("-storm", ("a", "The ferry.", "ferry"))))
    assert (miss.stage, miss.reason, miss.first) == (
        "bm25 and vectors", "the query has no words to rank by", None,
    )  # fmt: skip


def test_fusion() -> None:
    """Vectors have the answer first; a mix that hardly listens to them does not."""
    texts = {"a": "The vessel price climb.", "b": "Ferry fares were on the lamp list."}
    asked, mostly_words = question("ferry fares rise list", ("a", texts["a"], texts["a"])), Fusion(weight=0.1)
    archive = archive_of(texts)
    run = {"q": archive.search(asked.query, 1, fusion=mostly_words)}
    miss = only(diagnose(archive._parts, [asked], run, k=1, fusion=mostly_words))
    assert miss.stage == "fusion"
    assert miss.ranks == {"bm25": None, "vector": 1, "hybrid": 2}
    assert miss.reason == "the vectors have it 1st, but the fused order has it 2nd; BM25 cannot find it"


def test_bm25() -> None:
    """Vectors offer the answer but have another first; BM25, without a common word, cannot offer it."""
    texts = {"a": "The vessel waits at the pier.", "b": "The ferry fares."}
    miss = only(diagnosed(archive_of(texts), question("ferry fares", ("a", texts["a"], texts["a"]))))
    assert (miss.stage, miss.ranks) == ("bm25", {"bm25": None, "vector": 2, "hybrid": 2})


def test_vectors() -> None:
    """BM25 offers the answer second; the vectors know over a hundred texts that are nearer."""
    texts = {f"n{number:03}": f"The vessel {number}." for number in range(120)}
    texts |= {"a": "Lamp oil and rain; Grimsby.", "b": "Grimsby Grimsby ferry."}
    miss = only(diagnosed(archive_of(texts), question("Grimsby ferry", ("a", texts["a"], texts["a"]))))
    assert (miss.stage, miss.ranks["bm25"]) == ("vectors", 2)
    assert miss.ranks["vector"] == 122
    assert miss.reason.startswith("BM25 has it 2nd; the vectors have it 122nd; the fused order has it ")


def test_bm25_and_vectors() -> None:
    """Both arms have the answer second: neither would have put it first."""
    texts = {"a": "The ferry and the rain and the lamp.", "b": "The ferry fares."}
    miss = only(diagnosed(archive_of(texts), question("ferry fares", ("a", texts["a"], texts["a"]))))
    assert (miss.stage, miss.ranks) == ("bm25 and vectors", {"bm25": 2, "vector": 2, "hybrid": 2})


def test_collapse() -> None:
    """The answer stands second and would be shown, but shares most of its words with what stands first."""
    text = "Ferry fares rise. The harbour board met for many hours on Monday and again on Friday. Lamps burn."
    archive = archive_of({"a": text}, passage_words=16, passage_overlap=1)
    spans = sorted(
        (unit.span.start, unit.span.end) for unit in archive._parts.store.units_of("a") if unit.kind == "passage"
    )
    assert len(spans) == 2
    miss = only(diagnosed(archive, question("ferry fares rise board", ("a", text, "Lamps burn.")), k=5))
    (first, second) = spans
    assert miss.stage == "collapse"
    assert miss.reason == f"passage a:{second[0]}-{second[1]}, 2nd, gave way to passage a:{first[0]}-{first[1]}"
    assert miss.ranks["hybrid"] == 2


def test_collapse_of_one_person_in_two_articles() -> None:
    """A person is shown once: the profile that the question wanted gave way to the better one of another article."""
    texts = {"a": SPOKEN_BY_MAYOR, "b": '"The lamp burns," Ada Fenn said.'}
    archive = archive_of(texts, extraction=True)
    asked = question("Mayor Ada Fenn ferry quay", ("b", texts["b"], texts["b"]))
    miss = only(diagnosed(archive, asked, k=5, given=Filter(kinds=("person",))))
    assert miss.stage == "collapse"
    assert miss.reason == "person b:0-32, 2nd, gave way to person a:0-37"


def test_collapse_that_took_more_than_the_candidates() -> None:
    """Where overlaps use up the candidates, the search goes deeper and the diagnosis follows it."""
    text = " ".join(["Ferry fares rise here and now today again."] * 260)
    texts = {"a": text, "b": "The rain on the old stones.", "c": "The storm and the boat."}
    archive = archive_of(texts, passage_words=48, passage_overlap=5)
    miss = only(diagnosed(archive, question("ferry fares rise", ("b", texts["b"], texts["b"])), k=60))
    assert miss.stage in ("bm25", "bm25 and vectors")
    assert miss.ranks["hybrid"] is not None
    assert miss.ranks["hybrid"] > 120


def test_a_span_of_any_article() -> None:
    """Gold of any article is looked for in all of them; the answer is shown from the first that is long enough."""
    texts = {"a": "Rain.", "b": "The ferry and the rain and the lamp.", "c": "The ferry fares."}
    asked = JudgedQuery("q", "quote", "keyword", "ferry fares", None, (GoldSpan("*", 4, 36, 2),))
    miss = only(diagnosed(archive_of(texts), asked))
    assert (miss.stage, miss.ranks["bm25"]) == ("bm25 and vectors", 2)
    assert (miss.answer["article"], miss.answer["text"]) == ("b", "ferry and the rain and the lamp.")


def test_a_span_of_any_article_that_no_article_has() -> None:
    """Without an article long enough, the judged words are shown under the name the span was judged with."""
    asked = JudgedQuery("q", "quote", "keyword", "ferry fares", None, (GoldSpan("*", 40, 80, 2, "The boat."),))
    miss = only(diagnosed(archive_of({"a": "The ferry."}), asked))
    assert (miss.stage, miss.reason) == ("splitting", "no passage covers half of *:40-80; the best covers 0%")
    assert (miss.answer["article"], miss.answer["text"]) == ("*", "The boat.")


def test_nothing_stands_in_the_way_of_a_run_that_missed_it() -> None:
    """A run that lacks what the search would have shown is told as lost behind the fusion."""
    text = "The ferry fares rise."
    miss = only(diagnose(archive_of({"a": text})._parts, [question("ferry", ("a", text, text))], {}))
    assert (miss.stage, miss.first) == ("fusion", None)
    assert miss.reason == "the fused order has it 1st, but the run does not: it was ranked again"


def test_first_hits_that_name_somebody_else() -> None:
    """They answer, so they are no misses; each says whom the archive gives the words to."""
    archive = archive_of({"a": SPOKEN}, extraction=True)
    gold = ("a", SPOKEN, "The ferry fares will rise in May")
    right = question("ferry fares rise", gold, speaker="Ada Fenn", qid="q1")
    wrong = question("ferry fares rise", gold, speaker="Ben Ode", qid="q2")
    found = diagnosed(archive, right, wrong)
    assert (found.misses, found.answered) == ((), 2)
    (miss,) = found.misattributed
    assert (miss.qid, miss.stage, miss.ranks) == ("q2", "attribution", {"hybrid": 1})
    assert miss.reason.startswith("the hit names Ada Fenn; extraction gives ")
    assert miss.reason.endswith("to Ada Fenn")
    assert (miss.answer["speaker"], miss.answer["text"]) == ("Ben Ode", gold[2])


def test_first_hits_that_take_another_statement() -> None:
    """Where a quote at the answer is rightly given, it is said that another statement of the passage was taken."""
    text = '"The ferry fares will rise in May," Ada Fenn said. "Storm lamps burn," Ben Ode said.'
    archive = archive_of({"a": text}, extraction=True)
    asked = question("storm lamps burn", ("a", text, "The ferry fares will rise in May"), speaker="Ada Fenn")
    (miss,) = diagnosed(archive, asked).misattributed
    assert miss.reason.startswith("the hit names Ben Ode; quote a:0-")
    assert miss.reason.endswith(" in it is rightly Ada Fenn's, another statement was taken")


def test_first_hits_where_nothing_was_extracted() -> None:
    """Without a quote or claim at the answer, nobody could have been named."""
    text = "The ferry fares rise."
    found = diagnosed(archive_of({"a": text}), question("ferry", ("a", text, text), speaker="Ada Fenn"))
    assert found.misattributed[0].reason == "the hit names nobody; no quote or claim was found where the answer is"


def test_depth_from_one() -> None:
    """A depth of nothing is refused."""
    with pytest.raises(BadInput, match="k is 0"):
        diagnose(archive_of({})._parts, [], {}, k=0)
    with pytest.raises(BadInput, match="k is -1"):
        diagnose_articles(archive_of({})._parts, {}, {}, {}, k=-1)


ARM_CASES: list[tuple[int | None, int | None, int | None, Stage]] = [
    # bm25, vector, fused -> stage, with k 10 and candidates down to 100
    (3, None, 11, "fusion"),
    (None, 10, 12, "fusion"),
    (1, 1, 11, "fusion"),
    (11, None, 30, "vectors"),
    (None, 100, 50, "bm25"),
    (101, 100, 50, "bm25"),
    (100, 101, 50, "vectors"),
    (100, 100, 60, "bm25 and vectors"),
    (101, 101, None, "bm25 and vectors"),
    (None, None, None, "bm25 and vectors"),
]


@pytest.mark.parametrize(("bm25", "vector", "fused", "stage"), ARM_CASES)
def test_stages_of_the_arms(bm25: int | None, vector: int | None, fused: int | None, stage: Stage) -> None:
    """What the ranks of both arms mean, at the borders of k and of the candidates."""
    lost = lost_in_arms({"bm25": bm25, "vector": vector}, {"bm25": True, "vector": False}, fused, 10, 100)
    assert lost.stage == stage
    assert ("BM25 cannot find it" in lost.reason) == (bm25 is None)
    assert ("the vectors have it behind rank 1000" in lost.reason) == (vector is None)


WORDS = sorted(MEANINGS)[:9]
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join), min_size=2, max_size=7)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts=TEXTS, queries=st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), min_size=1, max_size=4))
def test_stages_agree_with_searches_in_each_mode(texts: list[str], queries: list[list[str]]) -> None:
    """Stages read off three plain searches of everything are those diagnosed; with the answered they add up."""
    articles = {f"a{number}": text for number, text in enumerate(texts)}
    archive = archive_of(articles)
    judged = [
        question(" ".join(words), (f"a{number}", texts[number], texts[number]), qid=f"q{place}{number}")
        for place, words in enumerate(queries)
        for number in range(len(texts))
    ]
    found = diagnosed(archive, *judged)
    assert sum(found.waterfall.values()) + found.answered == len(judged)
    stages = {miss.qid: miss.stage for miss in found.misses}
    for query in judged:
        ranks = {}
        for mode in ("bm25", "vector", "hybrid"):
            hits = archive.search(query.query, len(texts), mode=mode)
            ranks[mode] = next((hit.rank for hit in hits if answers(hit, query.gold[0])), None)
        if ranks["hybrid"] == 1:
            assert query.qid not in stages
        elif 1 in (ranks["bm25"], ranks["vector"]):
            assert stages[query.qid] == "fusion"
        else:
            assert stages[query.qid] == ("bm25" if ranks["bm25"] is None else "bm25 and vectors")
