"""JSON text to values, with one clear reason when it is none."""

import json

from onrecord.errors import BadInput


def parse_json(text: str) -> object:
    """The value that `text` spells; raises BadInput for anything that is not JSON, NaN and deep nesting included."""
    try:
        value: object = json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        place = f"column {error.colno}" if error.lineno == 1 else f"line {error.lineno} column {error.colno}"
        raise BadInput(f"broken JSON ({error.msg} at {place})") from error
    except ValueError as error:
        # Python refuses integers of more than 4300 digits.
        raise BadInput("broken JSON (a number is too long)") from error
    except RecursionError as error:
        raise BadInput("broken JSON (nested too deeply)") from error
    return value


def _refuse_constant(name: str) -> object:
    raise BadInput(f"broken JSON ({name} is not a JSON value)")
