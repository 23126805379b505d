"""Measures names of people: spelling variants compared, and mentions found. Writes results/people.json.

    python benchmarks/measure_people.py --data DATA      # DATA holds people/ruwa_names, people/worldwide-dev

Name variants: two spellings of one checked group are a positive pair, every pair across groups is a negative one, and
a pair is predicted when `same_person` says "same" (a score of `SAME` or more). Recall is averaged over people with two
spellings or more; precision counts all predicted pairs. Groups whose name's SHA-256 begins with an even byte were
looked at while the rules were written, the others were not.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from itertools import combinations
from pathlib import Path

from onrecord.extraction.people.names import SAME, blocking_keys, same_person


def read_groups(path: Path) -> dict[str, list[str]]:
    """Group number and name → spellings; spaces at the ends are not part of a spelling."""
    data = json.loads(path.read_text("utf-8"))
    return {
        f"{number} {data['most_frq_variant'][number]}": sorted({form.strip() for form in forms})
        for number, forms in data["variants"].items()
    }


def is_tuning(group: str) -> bool:
    """Whether a group was looked at while the rules were written."""
    return hashlib.sha256(group.partition(" ")[2].encode()).digest()[0] % 2 == 0


def measure_variants(groups: dict[str, list[str]]) -> dict[str, object]:
    """Recall by person, precision by pair, and how much the blocking keys save."""
    started = time.perf_counter()
    forms = [(form, group) for group, found in groups.items() for form in found]
    right = wrong = 0
    found_of = dict.fromkeys(groups, 0)
    blocked = missed_by_blocks = 0
    keys = {form: set(blocking_keys(form)) for form, _ in forms}
    for (a, group_a), (b, group_b) in combinations(forms, 2):
        shared = not keys[a].isdisjoint(keys[b])
        blocked += shared
        if group_a == group_b and not shared:
            missed_by_blocks += 1
        if same_person(a, b).score < SAME:
            continue
        if group_a == group_b:
            right += 1
            found_of[group_a] += 1
        else:
            wrong += 1
    sizes = {group: len(found) * (len(found) - 1) // 2 for group, found in groups.items() if len(found) > 1}
    pairs = sum(sizes.values())
    return {
        "people": len(groups),
        "people_with_variants": len(sizes),
        "variant_pairs": pairs,
        "recall_macro": round(sum(found_of[group] / size for group, size in sizes.items()) / max(1, len(sizes)), 4),
        "recall_micro": round(right / max(1, pairs), 4),
        "precision": round(right / max(1, right + wrong), 4),
        "wrong_pairs": wrong,
        "all_pairs": len(forms) * (len(forms) - 1) // 2,
        "pairs_sharing_a_key": blocked,
        "variants_sharing_no_key": missed_by_blocks,
        "seconds": round(time.perf_counter() - started, 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    arguments = parser.parse_args()
    groups = read_groups(arguments.data / "people/ruwa_names/checked_personal_name_groups.json")
    variants = {
        "tuning": measure_variants({g: f for g, f in groups.items() if is_tuning(g)}),
        "held out": measure_variants({g: f for g, f in groups.items() if not is_tuning(g)}),
        "all": measure_variants(groups),
    }
    print(json.dumps(variants, indent=2))


if __name__ == "__main__":
    main()
