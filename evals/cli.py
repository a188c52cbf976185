"""The command line of the evaluations: `belegt-evals`."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from assistant.settings import Settings
from corpus.errors import BelegtError
from evals.asking import measure_asking
from evals.indexing import measure_indexing

app = typer.Typer(
    name="belegt-evals", help="Measures belegt.", no_args_is_help=True, add_completion=False, rich_markup_mode=None
)
benchmark = typer.Typer(help="Speed, on this machine, now.", no_args_is_help=True)
app.add_typer(benchmark, name="benchmark")


def main() -> None:
    """Run the command line; errors a user can mend are one line on standard error."""
    try:
        app()
    except BelegtError as error:
        sys.stderr.write(f"belegt-evals: {error}\n")
        sys.exit(error.exit_status)


@benchmark.command()
def indexing(
    sources: Annotated[list[str], typer.Argument(help="Articles: files, folders or glob patterns.")],
    articles: Annotated[int, typer.Option(help="How many of them.")] = 200,
) -> None:
    """Compare indexing with LangChain, HuggingFaceEmbeddings and Chroma on the same passages."""
    result = measure_indexing(Settings.from_environment(), sources, articles=articles)
    _report({**asdict(result), "ratio": result.ratio})


@benchmark.command()
def asking(
    questions: Annotated[Path, typer.Argument(help="JSON lines with the field question.", exists=True)],
    most: Annotated[int, typer.Option(help="How many of them.")] = 200,
) -> None:
    """Time warm questions to the archive under BELEGT_HOME."""
    _report(asdict(measure_asking(Settings.from_environment(), questions, most=most)))


def _report(figures: dict[str, float]) -> None:
    for name, value in figures.items():
        sys.stdout.write(
            f"{name.replace('_', ' ')}: {value:.2f}\n" if isinstance(value, float) else f"{name}: {value}\n"
        )
