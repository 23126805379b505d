"""What a unit's kind adds to it (its speaker, its reasons), as it stands in the cell `units.details`.

Nothing is kept as the text `{}`: most units are passages. Anything else is one byte, 1, that names layout and
dictionary; one byte that tells speakers apart (see `mark_of`), so that a filter unpacks one quote of 254; then JSON
(keys sorted, no spaces, ASCII) as raw deflate with a window of 8 KB, begun with that dictionary: names of keys and
phrases that extraction itself writes, none of any article. A quote takes 70 bytes instead of 290, and is read in 2
microseconds. Details of more than 1 MiB stay JSON text, so a cell that would unpack to more is damaged, and is never
unpacked further. Before format 5 all cells were JSON text; those are read as ever. Source: RFC 1951, zlib's manual on
`deflateSetDictionary`.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any

from onrecord.errors import ArchiveDamaged
from onrecord.records import Json
from onrecord.storage.stored_json import stored_object
from onrecord.text.folding import fold

NONE = "{}"
# In SQL, for a table named `u`. A cell's JSON text (see `in_sql`): units without details cost no call.
JSON_TEXT = "iif(typeof(u.details) = 'blob', inflated(u.details), u.details)"
_UNMARKED = "typeof(u.details) <> 'blob' OR length(u.details) < 2"
# Whether a cell may name a speaker or a person, told without unpacking it.
MAY_NAME = f"({_UNMARKED} OR substr(u.details, 2, 1) <> x'00')"

_MOST = 1 << 20
_WINDOW = -13  # raw deflate, 2**13 bytes back: that it begins with the dictionary helps as far as this
_LEVEL, _MEMORY = 9, 4  # of 1 to 9: 12 microseconds a unit; more memory costs more to clear than it saves
_NOBODY, _ANYBODY = 0, 255
# Unicode adds no letters below, so all versions of it fold these alike.
_SETTLED = "\u0530"

# Never change it: what is stored cannot be read by another. A better one gets the next number. Later strings are
# named in fewer bits, so what is most frequent stands last, and what follows each other follows here.
_FIRST_DICTIONARY = "".join(
    (
        # Profiles
        '"description","pronoun","of them","the initial fits the given name, the family name is the same',
        r'"\u201c\u201d joined to \u201c\u201d: same family name; given name in both; are spelled alike; stand for',
        r'; the title agrees with nobody else"],[","one of 2 called : nearest mention before","one of 2 called ',
        r'"\u201c\u201d at taken for : title agrees","\u201c\u201d at taken for : most often named here","\u201c',
        '"affiliation":null,"body":null,"end":,"start":,"text":"president senator governor spokesman secretary ',
        '"source is a name of this person","same name","given name of named in full later","given name of ',
        # Quantities, dates and topics
        '"dates":[{"end":,"first":"20","last":"20","start":',
        '"start":,"unit":"people","value":"start":,"unit":"months","value":"start":,"unit":"years","value":',
        '"start":,"unit":"USD","value":"start":,"unit":"","value":"start":,"unit":"percent","value":',
        '.0,{"approximate":true,"end":{"approximate":false,"end":,"high":null,"start":',
        "agriculture housing infrastructure civil rights climate education energy trade immigration foreign policy",
        '","foreign policy","immigration","security","health","defence","elections","justice","economy","government","',
        # Claims
        '"denial","threat","warning","accusation","prediction","position","pledge","demand","statement"',
        'pledge: a plan","pledge: future of the one who speaks","pledge: first person and future',
        'warning: a danger named","prediction: what would come","prediction: future without a commitment',
        'accusation: wrongdoing by others","demand: calls for","demand: what others must do',
        'statement: the source is a report","statement: a verb of reporting facts","',
        '","-1.6 a question","-1.4 too short to say much","-1.0 the speaker\'s own feelings or doings',
        '","-0.9 hedged","-0.8 an opinion or a belief","-0.8 tells of a life, not of policy',
        '","-0.6 reports that someone spoke","-0.6 tells of a race for office, not of policy',
        '","-0.5 speaks of the future","-0.4 praise or blame","-0.4 speaks to someone',
        '","+0.6 rests on a source of figures","+0.4 gives a date","+0.4 names a cause","+0.6 compares',
        '","+0.8 gives a number","+0.7 is about policy","+0.6 says that something rose or fell',
        '","+0.5 tells a past or present fact","+0.4 gives a share or an amount of money',
        '","+0.4 names someone or something","+0.4 speaks of law or office","+0.3 has several policy words',
        '","+0.2 gives more than one number","+0.2 leaves no exception"],"spans":[[',
        'null,"quantities":[],"reasons":["statement: nothing says otherwise","statement: past or present fact',
        '","+0.7 is about policy","+0.5 tells a past or present fact","+0.4 names someone or something"],"spans":[[',
        '{"act":"statement","attributed":false,"dates":[],"quantities":[{"approximate":true,"end":',
        '{"act":"statement","aside":"","attributed":true,"dates":[],"person":"","quantities":[],"reasons":["',
        'statement: nothing says otherwise","',
        ']],"speaker":"","topics":["government","economy","elections"],"worthiness":0.',
        # People
        '{"aliases":[],"aside":"","block":"","mentions":[[',
        ',"pronoun","she: female last speaker, 1 sentence back"],["],["he: male last speaker, 2 sentences back"],[',
        ',"name","full name"],["name","surname of , named before"],[',
        ']],"person":"","reasons":[],"roles":[]}',
        # Quotes
        "they: no group mentioned before who: the words just before which: the words just before who: the name just ",
        "before somebody without a name they: the last we: outside any known speaker's words people speak together",
        'no source: goes on from the words before","source":[],"speaker":null,"speaker_confidence":0.0,"style":"',
        "she: female last speaker, same sentence she: female last speaker, 1 sentence back",
        "he: male subject, same sentence he: male last speaker, 2 sentences back, 1 sentence back",
        'name in the source (one of called : most often named here)","source":[[',
        'name in the source (surname of , named before)","source":[[',
        'name in the source (full name)","source":[[',
        '{"aside":"","confidence":0.0,"content":[[,"finder":"marks","person":null,"reason":"no source","source":[],',
        '"speaker":null,"speaker_confidence":0.0,"style":"direct"}',
        '{"aside":"","confidence":0.9,"content":[[]],"cue":[[]],"finder":"tagger","person":"","reason":"',
        'null,"reason":"the source\'s own words","source":[[',
        ']],"speaker":"","speaker_confidence":0.9,"style":"mixed"}',
        ']],"speaker":"","speaker_confidence":0.8,"style":"indirect"}',
    )
).encode("ascii")
_DICTIONARIES = {1: _FIRST_DICTIONARY}
_NEWEST = max(_DICTIONARIES)


def pack(details: Mapping[str, Json]) -> str | bytes:
    """The cell for these details."""
    if not details:
        return NONE
    text = json.dumps(dict(details), sort_keys=True, separators=(",", ":"))
    if len(text) > _MOST:
        return text
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, _WINDOW, _MEMORY, zlib.Z_DEFAULT_STRATEGY, _DICTIONARIES[_NEWEST])
    return bytes([_NEWEST, _mark(details)]) + deflate.compress(text.encode("ascii")) + deflate.flush()


def mark_of(speaker: str) -> int:
    """From 1 to 254, equal for names that a filter takes for one: the CRC-32 of its folded Latin to Cyrillic letters.

    Names in other writing systems all have that of no letters.
    """
    return 1 + zlib.crc32("".join(c for c in fold(speaker) if c < _SETTLED).encode()) % 254


def may_be_by(speaker: str) -> str:
    """In SQL, for a table named `u`: whether a cell may name this speaker, told without unpacking it."""
    marks = f"x'{mark_of(speaker):02x}', x'{_ANYBODY:02x}'"
    return f"({_UNMARKED} OR substr(u.details, 2, 1) IN ({marks}))"


def _mark(details: Mapping[str, Json]) -> int:
    speaker = details.get("speaker")
    if speaker is None and details.get("person") is None:
        return _NOBODY
    return mark_of(speaker) if isinstance(speaker, str) else _ANYBODY


def json_of(cell: object) -> str:
    """The JSON text of a cell as it was stored, or any other text; ArchiveDamaged when it cannot be unpacked."""
    if isinstance(cell, str):
        return cell
    if not isinstance(cell, bytes):
        raise _damaged(cell, f"a {type(cell).__name__}")
    dictionary = _DICTIONARIES.get(cell[0]) if cell else None
    if dictionary is None:
        raise _damaged(cell, "not packed as this version packs it")
    inflate = zlib.decompressobj(_WINDOW, dictionary)
    try:
        found = inflate.decompress(memoryview(cell)[2:], _MOST + 1)
        if len(found) > _MOST or not inflate.eof or inflate.unused_data:
            raise _damaged(cell, f"it does not end after {len(found)} bytes as it should")
        return found.decode("ascii")
    except (zlib.error, UnicodeDecodeError) as error:
        raise _damaged(cell, str(error)) from error


def details_of(cell: object) -> dict[str, Any]:
    """The details in a cell; ArchiveDamaged when it holds anything else."""
    # Passages and articles have none, and a query reads hundreds of them.
    return {} if cell == NONE else stored_object(json_of(cell))


def in_sql(cell: object) -> str:
    """`inflated` of SQL: the JSON text of a cell; of a damaged one a text that is no JSON, which SQLite then says."""
    try:
        return json_of(cell)
    except ArchiveDamaged:
        return "damaged"


def _damaged(cell: object, seen: str) -> ArchiveDamaged:
    told = cell[:20] if isinstance(cell, str | bytes) else cell
    return ArchiveDamaged(f"store.sqlite: the details of a unit are {told!r} ({seen}); run `onrecord check`")
