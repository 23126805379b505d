"""Questions that share an article are one cluster; where that joins most of them, each stands for itself."""

from hypothesis import given
from hypothesis import strategies as st

from onrecord.evaluation.clusters import drawing_remark, find_clusters


def test_chains_are_one_cluster() -> None:
    """q1 and q3 share a, q3 and q5 share c: three questions are one cluster, named by the first of them."""
    found = find_clusters({"q1": ["a"], "q2": ["b"], "q3": ["c", "a"], "q4": ["d"], "q5": ["c"], "q6": ["e"]})
    assert found == {"q1": "q1", "q2": "q2", "q3": "q1", "q4": "q4", "q5": "q1", "q6": "q6"}


def test_questions_without_articles_stand_alone() -> None:
    """What nothing answers shares nothing."""
    assert find_clusters({"q1": [], "q2": []}) == {"q1": "q1", "q2": "q2"}
    assert find_clusters({}) == {}


def test_an_article_that_answers_most_questions_separates_nobody() -> None:
    """Three of five answerable questions on one article: every question is drawn by itself."""
    shared = {"q1": ["a"], "q2": ["a"], "q3": ["a"], "q4": ["b"], "q5": ["c"], "q6": []}
    assert find_clusters(shared) == {qid: qid for qid in shared}
    assert "drawn by itself" in drawing_remark(shared, find_clusters(shared))
    shared["q7"] = ["d"]
    assert drawing_remark(shared, find_clusters(shared)) == ""
    assert drawing_remark({"q1": ["a", "a"], "q2": ["b"]}, {"q1": "q1", "q2": "q2"}) == ""
    assert find_clusters(shared)["q3"] == "q1"


def naive(articles: dict[str, list[str]]) -> set[frozenset[str]]:
    """Merges any two groups that share an article until none do."""
    groups = [({qid}, set(held)) for qid, held in articles.items()]
    merging = True
    while merging:
        merging = False
        for i, (_, held) in enumerate(groups):
            j = next((j for j in range(i + 1, len(groups)) if held & groups[j][1]), None)
            if j is not None:
                qids, more = groups.pop(j)
                groups[i] = (groups[i][0] | qids, held | more)
                merging = True
                break
    return {frozenset(qids) for qids, _ in groups}


@given(st.dictionaries(st.sampled_from([f"q{n}" for n in range(12)]), st.lists(st.sampled_from("abcdefghij"))))
def test_components_are_those_of_a_naive_merge(articles: dict[str, list[str]]) -> None:
    """The same groups, or single questions when one group holds more than half of those with articles."""
    found = find_clusters(articles)
    groups = {frozenset(q for q in found if found[q] == name) for name in found.values()}
    expected = naive(articles)
    answered = sum(bool(held) for held in articles.values())
    if any(len(group) > 1 and 2 * len(group) > answered for group in expected):
        expected = {frozenset([qid]) for qid in articles}
    assert groups == expected
    assert all(name == next(q for q in articles if found[q] == name) for name in found.values())
