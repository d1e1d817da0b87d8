"""The folder for what can be made again is the one that platformdirs names."""

import pytest
from platformdirs import user_cache_path

from knowledge.cache_folder import cache_folder


@pytest.mark.parametrize("named", [None, "", " ", "/srv/cache", "/srv/cache/", "cache", "~/cache"])
@pytest.mark.parametrize("home", ["/home/somebody", "somebody", None])
def test_it_is_the_one_that_platformdirs_names(
    named: str | None, home: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"XDG_CACHE_HOME": named, "HOME": home}.items():
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    assert cache_folder() == user_cache_path("zhicheng")
