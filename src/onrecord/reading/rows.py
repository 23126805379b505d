"""One row (a JSON object, a dict, a line of a table) to one article."""

from collections.abc import Mapping

from onrecord.errors import BadInput
from onrecord.limits import Limits, in_force
from onrecord.reading.fields import read_fields, storable
from onrecord.reading.oversized import refuse_oversized
from onrecord.records import Article


def article_from_dict(row: Mapping[str, object]) -> Article:
    """The article a row describes: `id` (or `_id`) and `text` are needed; title, date, source, author, url are known.

    All other keys are metadata and must hold JSON values. Raises BadInput saying which key is wrong.
    """
    return read_row(row, in_force())[0]


def read_row(row: Mapping[str, object], limits: Limits) -> tuple[Article, tuple[str, ...]]:
    """The article and the reservations it was read with; errors as in `article_from_dict`."""
    if not isinstance(row, Mapping):
        raise BadInput(f"a row is of type {type(row).__name__}, expected an object with id and text")
    id_key = "id" if row.get("id") is not None else "_id"
    article_id = _id(row.get(id_key), id_key)
    text = _text(row)
    others = {key: value for key, value in row.items() if key not in (id_key, "text", "id")}
    fields = read_fields(others, limits)
    article = Article(
        id=article_id,
        text=text,
        title=fields.title,
        date=fields.date,
        source=fields.source,
        author=fields.author,
        url=fields.url,
        metadata=fields.metadata,
    )
    refuse_oversized(article, limits)
    return article, fields.notes


def _id(value: object, key: str) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        try:
            return str(value)
        except ValueError as error:  # more than 4300 digits
            raise BadInput(f'"{key}" is a number of too many digits') from error
    if value is None or value == "":
        raise BadInput('no id: a row needs "id" (or "_id")')
    if not isinstance(value, str):
        raise BadInput(f'"{key}" is of type {type(value).__name__}, expected text or a whole number')
    if not value.strip():
        raise BadInput(f'"{key}" is only white space')
    return storable(value, key)


def _text(row: Mapping[str, object]) -> str:
    if "text" not in row:
        raise BadInput('no text: a row needs "text"')
    text = row["text"]
    if not isinstance(text, str):
        raise BadInput(f'"text" is of type {type(text).__name__}, expected text')
    if not text.strip():
        raise BadInput('"text" is empty')
    return storable(text, "text")
