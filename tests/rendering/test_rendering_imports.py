"""Rendering is cheap to import."""

import subprocess
import sys
from pathlib import Path

import onrecord


def test_no_heavy_library_is_loaded() -> None:
    """All of rendering in a fresh interpreter loads neither rich nor numpy nor anything else from site-packages."""
    names = sorted(
        f"onrecord.rendering.{p.stem}" for p in (Path(onrecord.__file__).parent / "rendering").glob("[a-z]*.py")
    )
    code = (
        f"import sys; import {', '.join(names)}; "
        "print(sorted({m.split('.')[0] for m in sys.modules} - set(sys.stdlib_module_names) - set(sys.argv[1:])))"
    )
    ours = str(Path(onrecord.__file__).parent.parent)
    before = subprocess.run(
        [sys.executable, "-c", "import sys; print(' '.join({m.split('.')[0] for m in sys.modules}))"],
        capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    out = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {ours!r}); {code}", *before],
        capture_output=True, text=True, check=True, encoding="utf-8",
    ).stdout  # fmt: skip
    assert len(names) >= 15
    assert out.strip() == "['onrecord']"
