"""The settings of belegt: values read from the environment, nothing is opened or built here.

| variable | meaning | default |
|---|---|---|
| `BELEGT_HOME` | the folder for articles, index and models | the user's data folder |
| `BELEGT_MODELS` | the folder for prepared models, to share one between archives | `models` in `BELEGT_HOME` |
| `BELEGT_ENCODER` | `int8`, `float32` (through sentence-transformers), or a model folder | `int8` |
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

INT8, FLOAT32 = "int8", "float32"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where everything is kept, and which encoder is used."""

    home: Path
    models: Path
    encoder: str = INT8

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read the variables in the table above; empty ones count as not set."""
        home = Path(environment.get("BELEGT_HOME") or user_data_path("belegt")).expanduser().absolute()
        models = Path(environment.get("BELEGT_MODELS") or home / "models").expanduser().absolute()
        return cls(home=home, models=models, encoder=environment.get("BELEGT_ENCODER") or INT8)
