"""Which questions depend on each other: those with an answer in the same article are one cluster.

Two questions on one article succeed and fail together, so counting them as two independent draws makes intervals
too narrow. Where articles do not separate the questions at all (one article answers everything, or a chain of shared
articles holds more than half of the questions) each question stands for itself, as is usual for TREC topics, and the
figures then speak of further questions on these articles, not of further articles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping


def find_clusters(articles: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """{qid: cluster}, from the articles that answer each question; a cluster bears the id of its first question.

    Clusters are the connected components of "shares an article". A question without articles is a cluster of its
    own. When more than half of those with articles would be one cluster, every question is a cluster of its own.

    >>> find_clusters({"q1": ["a"], "q2": ["b"], "q3": ["a", "c"], "q4": ["d"], "q5": []})
    {'q1': 'q1', 'q2': 'q2', 'q3': 'q1', 'q4': 'q4', 'q5': 'q5'}
    """
    first_with: dict[str, str] = {}
    leader = {qid: qid for qid in articles}
    place = {qid: number for number, qid in enumerate(articles)}
    answered = 0
    for qid, holders in articles.items():
        some = False
        for article in holders:
            some = True
            a, b = _find(leader, qid), _find(leader, first_with.setdefault(article, qid))
            if a != b:
                early, late = (a, b) if place[a] < place[b] else (b, a)
                leader[late] = early
        answered += some
    found = {qid: _find(leader, qid) for qid in articles}
    largest = max(Counter(found.values()).values(), default=0)
    return {qid: qid for qid in articles} if 2 * largest > answered and largest > 1 else found


def drawing_remark(articles: Mapping[str, Iterable[str]], clusters: Mapping[str, str]) -> str:
    """What must be said when questions share articles and are drawn one by one all the same; else empty."""
    held = [article for holders in articles.values() for article in set(holders)]
    if len(set(clusters.values())) < len(clusters) or len(set(held)) == len(held):
        return ""
    return (
        "articles join more than half of the questions, so each question was drawn by itself: intervals and p speak of "
        "further questions on these articles, not of further articles"
    )


def _find(leader: dict[str, str], qid: str) -> str:
    root = qid
    while leader[root] != root:
        root = leader[root]
    while leader[qid] != root:
        leader[qid], qid = root, leader[qid]
    return root
