"""Measures names of people: spelling variants compared, and mentions found. Writes results/people.json.

    python benchmarks/measure_people.py --data DATA      # DATA holds people/ruwa_names, people/worldwide-dev

Name variants: two spellings of one checked group are a positive pair, every pair across groups is a negative one, and
a pair is predicted when `same_person` says "same" (a score of `SAME` or more). Recall is averaged over people with two
spellings or more; precision counts all predicted pairs. Groups whose name's SHA-256 begins with an even byte were
looked at while the rules were written, the others were not.

Mentions: exact spans on the even-numbered articles of people/worldwide-dev (counted from 1 in the order of their file
names), whose tokens are put together as running text and, to see what that costs, with a space between any two.
Seconds are for finding names in the 84 PolNeAR dev articles when their states are there already.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from name_corpora import NamedText, build_spaced_text, read_worldwide
from onrecord.encoding.choosing import load_encoder
from onrecord.extraction.people.mentions import NameFinder, find_names
from onrecord.extraction.people.names import SAME, blocking_keys, same_person
from record import write_result
from train_names import encode, score


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


def measure_mentions(texts: list[NamedText], spaced: list[NamedText], finder: NameFinder, encoder: object) -> object:
    """Exact-span scores of the trained finder and of the rules."""
    found = [finder.find(t.text, left) for t, left in zip(texts, encode(texts, encoder, finder.layers), strict=True)]
    tokens = [finder.find(t.text, left) for t, left in zip(spaced, encode(spaced, encoder, finder.layers), strict=True)]
    return {
        "articles": len(texts),
        "names": sum(len(text.names) for text in texts),
        "trained finder": score(found, texts),
        "trained finder, tokens with a space between any two": score(tokens, spaced),
        "rules, no states": score([find_names(text.text, None) for text in texts], texts),
    }


def measure_seconds(folder: Path, finder: NameFinder, encoder: object) -> object:
    """The best of three runs over all articles of `folder`; set OPENBLAS_NUM_THREADS=1 on a machine that is busy."""
    texts = [NamedText(path.name, path.read_text("utf-8"), ()) for path in sorted(folder.iterdir())]
    passages = list(encode(texts, encoder, finder.layers))
    seconds, processor = [], []
    for _ in range(3):
        started, worked = time.perf_counter(), time.process_time()
        names = sum(len(finder.find(text.text, left)) for text, left in zip(texts, passages, strict=True))
        seconds.append(time.perf_counter() - started)
        processor.append(time.process_time() - worked)
    return {
        "articles": len(texts),
        "characters": sum(len(text.text) for text in texts),
        "names": names,
        "seconds": round(min(seconds), 3),
        "processor_seconds": round(min(processor), 3),
    }


def sha256_of(paths: list[Path]) -> str:
    """One checksum over the files' names and bytes, in the order given."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--keep", action="store_true", help="print only, leave results/people.json as it is")
    arguments = parser.parse_args()
    people = arguments.data / "people"
    groups = read_groups(people / "ruwa_names/checked_personal_name_groups.json")
    variants = {
        "threshold": SAME,
        "tuning": measure_variants({g: f for g, f in groups.items() if is_tuning(g)}),
        "held out": measure_variants({g: f for g, f in groups.items() if not is_tuning(g)}),
        "all": measure_variants(groups),
    }
    finder, encoder = NameFinder.load(), load_encoder("default")
    texts = read_worldwide(people / "worldwide-dev")[1::2]
    spaced = read_worldwide(people / "worldwide-dev", build_spaced_text)[1::2]
    measured = {
        "name variants": variants,
        "mentions": measure_mentions(texts, spaced, finder, encoder),
        "time": measure_seconds(arguments.data / "polnear/dev/text", finder, encoder),
        "weights": finder.fingerprint,
    }
    print(json.dumps(measured, indent=2))
    if not arguments.keep:
        checksums = {
            "people/ruwa_names": sha256_of([people / "ruwa_names/checked_personal_name_groups.json"]),
            "people/worldwide-dev": sha256_of(sorted((people / "worldwide-dev").glob("*.tsv"))),
        }
        write_result("people", measured, data=checksums)


if __name__ == "__main__":
    main()
