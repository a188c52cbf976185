"""Settings are what the environment says, and nothing is made on the way."""

from pathlib import Path

from platformdirs import user_data_path

from assistant.settings import FLOAT32, INT8, Settings


def test_without_a_word_everything_is_in_the_data_folder_of_the_user() -> None:
    settings = Settings.from_environment({})
    assert settings.home == user_data_path("belegt")
    assert settings.models == settings.home / "models"
    assert settings.encoder == INT8


def test_an_empty_variable_counts_as_not_set() -> None:
    empty = {"BELEGT_HOME": "", "BELEGT_MODELS": "", "BELEGT_ENCODER": ""}
    assert Settings.from_environment(empty) == Settings.from_environment({})


def test_the_environment_decides(tmp_path: Path) -> None:
    settings = Settings.from_environment(
        {"BELEGT_HOME": str(tmp_path / "home"), "BELEGT_MODELS": str(tmp_path / "m"), "BELEGT_ENCODER": FLOAT32}
    )
    assert (settings.home, settings.models, settings.encoder) == (tmp_path / "home", tmp_path / "m", FLOAT32)
    assert list(tmp_path.iterdir()) == []


def test_a_relative_home_is_made_absolute_and_a_tilde_expanded() -> None:
    assert Settings.from_environment({"BELEGT_HOME": "here"}).home == Path.cwd() / "here"
    assert Settings.from_environment({"BELEGT_HOME": "~/news"}).home == Path.home() / "news"
