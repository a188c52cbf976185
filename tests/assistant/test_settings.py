"""Settings are what the environment says, and nothing is made on the way."""

import traceback
from datetime import timedelta
from pathlib import Path

import pytest
from platformdirs import user_data_path

from assistant.settings import FLOAT32, INT8, LANGSMITH, OTLP, ModelSettings, Settings
from assistant.types import Engine
from corpus.errors import UsageError

MODEL = {"BELEGT_LLM": "openai:gpt-5-mini"}


def test_without_a_word_everything_is_in_the_data_folder_of_the_user() -> None:
    settings = Settings.from_environment({})
    assert settings.home == user_data_path("belegt")
    assert settings.models == settings.home / "models"
    assert settings.encoder == INT8
    assert (settings.engine, settings.llm, settings.trace) == (Engine.QUOTE, None, None)
    assert settings.stale_after == timedelta(hours=24)


def test_an_empty_variable_counts_as_not_set() -> None:
    names = ("HOME", "MODELS", "ENCODER", "STALE_AFTER", "ENGINE", "LLM", "SECRETS", "TRACE")
    empty = {f"BELEGT_{name}": "" for name in names}
    assert Settings.from_environment(empty) == Settings.from_environment({})


def test_the_environment_decides(tmp_path: Path) -> None:
    settings = Settings.from_environment(
        {"BELEGT_HOME": str(tmp_path / "home"), "BELEGT_MODELS": str(tmp_path / "m"), "BELEGT_ENCODER": FLOAT32}
    )
    assert (settings.home, settings.models, settings.encoder) == (tmp_path / "home", tmp_path / "m", FLOAT32)
    assert list(tmp_path.iterdir()) == []


def test_reports_are_with_the_archive_unless_another_folder_is_named(tmp_path: Path) -> None:
    home = {"BELEGT_HOME": str(tmp_path)}
    assert Settings.from_environment(home).report_folder == tmp_path / "evals"
    assert Settings.from_environment({**home, "BELEGT_REPORT": ""}).report_folder == tmp_path / "evals"
    assert Settings.from_environment({**home, "BELEGT_REPORT": "here"}).report_folder == Path.cwd() / "here"


def test_a_relative_home_is_made_absolute_and_a_tilde_expanded() -> None:
    assert Settings.from_environment({"BELEGT_HOME": "here"}).home == Path.cwd() / "here"
    assert Settings.from_environment({"BELEGT_HOME": "~/news"}).home == Path.home() / "news"


def model(**variables: str) -> ModelSettings:
    """The settings of a language model, by the ends of the names of their variables."""
    given = Settings.from_environment(MODEL | {f"BELEGT_{name}": value for name, value in variables.items()})
    assert given.llm is not None
    return given.llm


def refused(**variables: str) -> UsageError:
    with pytest.raises(UsageError) as raised:
        model(**variables)
    assert raised.value.hint
    return raised.value


def test_with_a_language_model_it_answers() -> None:
    settings = Settings.from_environment(MODEL)
    assert settings.engine is Engine.LLM
    assert settings.llm == ModelSettings(name="openai:gpt-5-mini")
    assert (model().timeout, model().context, model().tokens, model().price) == (60.0, 6_000, 900, None)
    empty = dict.fromkeys(("LLM_BASE_URL", "LLM_TIMEOUT", "LLM_CONTEXT", "LLM_TOKENS", "LLM_PRICE", "SECRETS"), "")
    assert model(**empty) == model()


def test_the_engine_may_be_another_than_the_model_suggests() -> None:
    assert Settings.from_environment(MODEL | {"BELEGT_ENGINE": "quote"}).engine is Engine.QUOTE
    assert Settings.from_environment({"BELEGT_ENGINE": "llm"}).engine is Engine.LLM
    assert Settings.from_environment({"BELEGT_LLM": "  "}).engine is Engine.QUOTE
    with pytest.raises(UsageError, match="BELEGT_ENGINE is 'gpt'"):
        Settings.from_environment({"BELEGT_ENGINE": "gpt"})


def test_bounds_and_address_of_the_model_are_taken() -> None:
    url = "http://127.0.0.1:8080/v1"
    taken = model(LLM_BASE_URL=f" {url} ", LLM_TIMEOUT="2.5", LLM_CONTEXT=" 4000 ", LLM_TOKENS="300")
    assert (taken.base_url, taken.timeout, taken.context, taken.tokens) == (url, 2.5, 4_000, 300)
    assert model(LLM_PRICE=" 0.15, 0.60").price == (0.15, 0.6)


@pytest.mark.parametrize("name", ["ollama:qwen3:4b", "azure_openai:gpt", "mistralai:mistral-small", " openai:x "])
def test_a_model_is_a_provider_and_a_name(name: str) -> None:
    assert model(LLM=name).name == name.strip()


@pytest.mark.parametrize("name", ["gpt-5-mini", ":gpt", "openai:", "OpenAI:gpt", "openai:a b", "open ai:gpt", "x\n:y"])
def test_anything_else_is_no_model(name: str) -> None:
    assert "BELEGT_LLM" in refused(LLM=name).message


@pytest.mark.parametrize("name", ["LLM_TIMEOUT", "LLM_CONTEXT", "LLM_TOKENS"])
@pytest.mark.parametrize("value", ["0", "0.5", "-1", "1e3", "viel", "12345678", "nan", "6,000", "\x00", "9" * 10_000])
def test_a_bound_has_to_be_a_number_and_at_least_one(name: str, value: str) -> None:
    assert f"BELEGT_{name}" in refused(**{name: value}).message


@pytest.mark.parametrize("value", ["localhost:8080", "ftp://x", "http://a b", "javascript:alert(1)"])
def test_an_address_that_is_none_is_not_repeated(value: str) -> None:
    assert value not in str(refused(LLM_BASE_URL=value))


@pytest.mark.parametrize("value", ["0.15", "0.15;0.60", "-1,2", "a,b", "1,2,3", ",", "1" * 5_000 + ",1"])
def test_prices_are_two(value: str) -> None:
    assert "BELEGT_LLM_PRICE" in refused(LLM_PRICE=value).message


@pytest.mark.parametrize("value", [OTLP, LANGSMITH])
def test_steps_are_traced_where_that_is_asked_for(value: str) -> None:
    assert Settings.from_environment({"BELEGT_TRACE": value}).trace == value
    with pytest.raises(UsageError, match="BELEGT_TRACE is 'on'"):
        Settings.from_environment({"BELEGT_TRACE": "on"})


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    return tmp_path / "keys.env"


def test_secrets_are_read_and_never_shown(secrets: Path) -> None:
    secrets.write_text(
        "\ufeff# keys\n\nOPENAI_API_KEY=sk-1=2\n export MISTRAL_API_KEY = 'sk ü' \r\nEMPTY=\nOPENAI_API_KEY=\"sk-3\"\n",
        encoding="utf-8",
    )
    settings = Settings.from_environment(MODEL | {"BELEGT_SECRETS": str(secrets)})
    assert settings.llm is not None
    assert settings.llm.keys == {"OPENAI_API_KEY": "sk-3", "MISTRAL_API_KEY": "sk ü", "EMPTY": ""}
    assert "sk" not in repr(settings)


def test_secrets_are_not_read_without_a_model(secrets: Path) -> None:
    assert Settings.from_environment({"BELEGT_SECRETS": str(secrets)}).llm is None


@pytest.mark.parametrize("line", ["sk-geheim", "openai=sk-geheim", "=sk-geheim", "A B=sk-geheim", "\x00A=sk-geheim"])
def test_a_wrong_line_is_named_by_its_number_alone(secrets: Path, line: str) -> None:
    secrets.write_text(f"A=1\n{line}\n", encoding="utf-8")
    error = refused(SECRETS=str(secrets))
    assert "line 2 " in str(error)
    assert "geheim" not in "".join(traceback.format_exception(error))


def test_a_file_that_cannot_be_read_says_so_without_what_is_in_it(secrets: Path) -> None:
    assert "No such file" in str(refused(SECRETS=str(secrets)))
    assert "directory" in str(refused(SECRETS=str(secrets.parent)))
    secrets.write_bytes(b"OPENAI_API_KEY=sk-geheim\xff\n")
    error = refused(SECRETS=str(secrets))
    assert "UTF-8" in str(error)
    assert error.__cause__ is error.__context__ is None
