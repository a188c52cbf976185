"""The settings of belegt: values read from the environment, nothing is opened or built here.

| variable | meaning | default |
|---|---|---|
| `BELEGT_HOME` | the folder for articles, index and models | the user's data folder |
| `BELEGT_MODELS` | the folder for prepared models, to share one between archives | `models` in `BELEGT_HOME` |
| `BELEGT_ENCODER` | `int8`, `float32` (through sentence-transformers), or a model folder | `int8` |
| `BELEGT_REPORT` | the folder that `belegt-evals` writes to, for the page to show it | `evals` in `BELEGT_HOME` |
| `BELEGT_STALE_AFTER` | hours after which sources that were not read again count as stale | `24` |
| `BELEGT_ENGINE` | who answers unless told otherwise: `quote` or `llm` | `llm` with `BELEGT_LLM`, else `quote` |
| `BELEGT_LLM` | the language model, as `provider:model`, for example `openai:gpt-5-mini` or `ollama:qwen3` | none |
| `BELEGT_LLM_BASE_URL` | where an OpenAI-compatible server (llama.cpp, vLLM, LM Studio) or Ollama is | the provider's |
| `BELEGT_LLM_TIMEOUT` | seconds to wait for the next piece of an answer | `60` |
| `BELEGT_LLM_CONTEXT` | the most tokens of a prompt | `6000` |
| `BELEGT_LLM_TOKENS` | the most tokens of an answer | `900` |
| `BELEGT_LLM_PRICE` | what a million tokens cost, in and out, such as `0.15,0.60`, for the records | not recorded |
| `BELEGT_SECRETS` | a file with lines such as `OPENAI_API_KEY=...`; what the environment has comes first | none |
| `BELEGT_AUTH` | the file of those who may log in to the page; `belegt user add` writes it | nobody has to log in |
| `BELEGT_RATE` | the most questions a minute of one session or user of the page; 0 for no limit | `30` |
| `BELEGT_TRACE` | `otlp` sends a span for each step to `OTEL_EXPORTER_OTLP_ENDPOINT`; `langsmith` | off |
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from platformdirs import user_data_path

from assistant.types import Engine
from corpus.errors import UsageError

INT8, FLOAT32 = "int8", "float32"
OTLP, LANGSMITH = "otlp", "langsmith"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """Which language model answers, and within which bounds; `price` is for a million tokens, in and out.

    `keys` are secrets of the provider by the name of their variable; they are never shown.
    """

    name: str
    base_url: str | None = None
    timeout: float = 60.0
    context: int = 6_000
    tokens: int = 900
    price: tuple[float, float] | None = None
    keys: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where everything is kept, which encoder is used, and which language model, if any."""

    home: Path
    models: Path
    report: Path | None = None
    encoder: str = INT8
    stale_after: timedelta = timedelta(hours=24)
    engine: Engine = Engine.QUOTE
    llm: ModelSettings | None = None
    trace: str | None = None
    auth: Path | None = None
    rate: int = 30

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read the variables in the table above; empty ones count as not set.

        Raises:
            UsageError: if one that has to be a number is none.
        """
        home = Path(environment.get("BELEGT_HOME") or user_data_path("belegt")).expanduser().absolute()
        models = Path(environment.get("BELEGT_MODELS") or home / "models").expanduser().absolute()
        return cls(
            home=home,
            models=models,
            report=_path(environment.get("BELEGT_REPORT")),
            encoder=environment.get("BELEGT_ENCODER") or INT8,
            stale_after=timedelta(hours=_number("BELEGT_STALE_AFTER", environment, "24", "hours")),
            engine=_engine(environment),
            llm=_model(environment),
            trace=_trace(environment),
            auth=_path(environment.get("BELEGT_AUTH")),
            rate=int(_number("BELEGT_RATE", environment, "30", "questions")),
        )

    @property
    def report_folder(self) -> Path:
        """Where the evaluations write their report, for the page to show it."""
        return self.report or self.home / "evals"


def _path(given: str | None) -> Path | None:
    return Path(given).expanduser().absolute() if given else None


def _engine(environment: Mapping[str, str]) -> Engine:
    model = (environment.get("BELEGT_LLM") or "").strip()
    given = environment.get("BELEGT_ENGINE") or (Engine.LLM if model else Engine.QUOTE)
    if given not in list(Engine):
        raise UsageError(f"BELEGT_ENGINE is '{given}', which answers nothing.", hint="Set it to quote or llm.")
    return Engine(given)


def _model(environment: Mapping[str, str]) -> ModelSettings | None:
    name = (environment.get("BELEGT_LLM") or "").strip()
    if not name:
        return None
    if not re.fullmatch(r"[a-z_]+:\S+", name):
        raise UsageError(
            f"BELEGT_LLM is '{name}', not a provider and a model.", hint="Set it to openai:gpt-5-mini, for example."
        )
    return ModelSettings(
        name=name,
        base_url=_address(environment),
        timeout=_number("BELEGT_LLM_TIMEOUT", environment, "60", "seconds", least=1),
        context=int(_number("BELEGT_LLM_CONTEXT", environment, "6000", "tokens", least=1)),
        tokens=int(_number("BELEGT_LLM_TOKENS", environment, "900", "tokens", least=1)),
        price=_price(environment),
        keys=_keys(environment),
    )


def _address(environment: Mapping[str, str]) -> str | None:
    given = (environment.get("BELEGT_LLM_BASE_URL") or "").strip()
    if given and not re.fullmatch(r"https?://\S+", given):
        raise UsageError(
            "BELEGT_LLM_BASE_URL is not a web address.", hint="Set it to http://127.0.0.1:8080/v1, for example."
        )
    return given or None


def _price(environment: Mapping[str, str]) -> tuple[float, float] | None:
    given = environment.get("BELEGT_LLM_PRICE")
    if not given:
        return None
    found = re.fullmatch(r"\s*(\d{1,6}(?:\.\d+)?)\s*,\s*(\d{1,6}(?:\.\d+)?)\s*", given)
    if found is None:
        raise UsageError(f"BELEGT_LLM_PRICE is '{given}', not two prices.", hint="Set it to 0.15,0.60, for example.")
    return float(found[1]), float(found[2])


def _keys(environment: Mapping[str, str]) -> dict[str, str]:
    """Read the file of secrets; its lines are never part of an error."""
    given = environment.get("BELEGT_SECRETS")
    if not given:
        return {}
    path = Path(given).expanduser()
    lines, problem = [], None
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        problem = error.strerror or "it cannot be read"
    except UnicodeDecodeError:
        problem = "not a text in UTF-8"
    if problem is not None:  # raised here, without its cause: that would hold what the file says
        raise UsageError(f"BELEGT_SECRETS: {path}: {problem}.", hint="Name a file with NAME=value lines.")
    found = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = re.fullmatch(r"\s*(?:export\s+)?([A-Z][A-Z0-9_]*)\s*=\s*(.*?)\s*", line)
        if match is None:
            raise UsageError(f"BELEGT_SECRETS: {path}: line {number} is not NAME=value.", hint="Correct that line.")
        found[match[1]] = match[2].strip("\"'")
    return found


def _trace(environment: Mapping[str, str]) -> str | None:
    given = environment.get("BELEGT_TRACE") or None
    if given not in (None, OTLP, LANGSMITH):
        raise UsageError(
            f"BELEGT_TRACE is '{given}', which is not known.", hint="Set it to otlp or langsmith, or not at all."
        )
    return given


def _number(name: str, environment: Mapping[str, str], default: str, unit: str, *, least: int = 0) -> float:
    given = environment.get(name) or default
    number = re.fullmatch(r"\d{1,7}(?:\.\d+)?", given.strip())
    if number is None or float(number.group()) < least:
        raise UsageError(f"{name} is '{given}', not a number of {unit}.", hint=f"Set it to {default}, for example.")
    return float(number.group())
