"""The settings of belegt: values read from the environment, nothing is opened or built here.

| variable | meaning | default |
|---|---|---|
| `BELEGT_HOME` | the folder for articles, index and models | the user's data folder |
| `BELEGT_MODELS` | the folder for prepared models, to share one between archives | `models` in `BELEGT_HOME` |
| `BELEGT_ENCODER` | `int8`, `float32` (through sentence-transformers), or a model folder | `int8` |
| `BELEGT_STALE_AFTER` | hours after which sources that were not read again count as stale | `24` |
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from platformdirs import user_data_path

from corpus.errors import UsageError

INT8, FLOAT32 = "int8", "float32"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where everything is kept, and which encoder is used."""

    home: Path
    models: Path
    encoder: str = INT8
    stale_after: timedelta = timedelta(hours=24)

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
            encoder=environment.get("BELEGT_ENCODER") or INT8,
            stale_after=_hours("BELEGT_STALE_AFTER", environment.get("BELEGT_STALE_AFTER") or "24"),
        )


def _hours(name: str, value: str) -> timedelta:
    number = re.fullmatch(r"\d{1,5}(?:\.\d+)?", value.strip())
    if number is None:
        raise UsageError(f"{name} is '{value}', not a number of hours.", hint="Set it to 24, for example.")
    return timedelta(hours=float(number.group()))
