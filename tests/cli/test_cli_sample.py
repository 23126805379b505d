"""Where the seed article is looked for: in the wheel's data first, then in the checkout."""

from pathlib import Path

import pytest

from onrecord.errors import BadInput
from onrecord.uses import sample


def test_the_wheel_carries_the_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Installed without a checkout, article and queries come from the package's own data."""
    package = tmp_path / "site-packages" / "onrecord"
    (package / "demo_data" / "seeds").mkdir(parents=True)
    (package / "demo_data" / "seeds" / "a.txt").write_text("The bridge is closed.")
    (package / "demo_data" / "queries.jsonl").write_text("")
    monkeypatch.setattr(sample, "files", lambda name: package)
    assert sample.seed_folder() == package / "demo_data" / "seeds"
    assert sample.seed_queries() == package / "demo_data" / "queries.jsonl"
    assert [article.id for article in sample.seed_articles()] == ["a"]


def test_what_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation without the data says where it looked, and what to do; an empty folder too."""
    package = tmp_path / "lib" / "site-packages" / "onrecord"
    monkeypatch.setattr(sample, "files", lambda name: package)
    with pytest.raises(BadInput, match=r"demo_data.seeds or .*; install onrecord again"):
        sample.seed_folder()
    (package / "demo_data" / "seeds").mkdir(parents=True)
    with pytest.raises(BadInput, match="no article in it"):
        sample.seed_articles()
