"""What the documents promise is in the code, and what a user can set is in the documents."""

import re
from pathlib import Path

import pytest

from ui.cli import app

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted(ROOT.glob("docs/*.md"))
PACKAGES = ("assistant", "corpus", "evals", "index", "ui")
VARIABLE = re.compile(r"\bBELEGT_[A-Z_]+\b")
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")
TREE_FOLDER = re.compile(r"^[\s│├└─]*([a-z]+)/\s", re.MULTILINE)


def text_of(paths: list[Path]) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def test_every_environment_variable_is_documented_and_no_other() -> None:
    code = text_of([path for package in PACKAGES for path in (ROOT / package).rglob("*.py")])
    assert set(VARIABLE.findall(code)) == set(VARIABLE.findall(text_of(DOCUMENTS)))


def test_every_command_is_documented() -> None:
    documents = text_of(DOCUMENTS)
    commands = sorted(
        str(command.name or getattr(command.callback, "__name__", "")) for command in app.registered_commands
    )
    assert len(commands) > 5
    assert [name for name in commands if f"belegt {name}" not in documents] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files_that_are_there(document: Path) -> None:
    links = [link for link in LINK.findall(document.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_the_tree_in_the_readme_names_folders_that_are_there() -> None:
    block = next(part for part in (ROOT / "README.md").read_text(encoding="utf-8").split("```") if "corpus/" in part)
    folders = TREE_FOLDER.findall(block)
    assert set(folders) >= {*PACKAGES, "tests", "docs"}
    assert [folder for folder in folders if not any(ROOT.rglob(f"{folder}/"))] == []
