"""The rules of the house that no other tool checks."""

import ast
import importlib
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PACKAGES = ["assistant", "corpus", "evals", "index", "ui"]
HEAVY_LIBRARIES = {"chromadb", "gradio", "langchain", "onnxruntime", "sentence_transformers", "torch", "transformers"}
MACHINE_PATH = re.compile(r"(?<![\w.~])/(?:home|root|tmp|work|Users)/")


def test_imports_keep_the_contracts() -> None:
    code = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True, no_logo=True))"
    checked = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("package", PACKAGES)
def test_all_names_exactly_what_a_package_offers(package: str) -> None:
    module = importlib.import_module(package)
    listed: list[str] = list(getattr(module, "__all__", []))
    assert set(listed) == public_names(ROOT / package / "__init__.py")
    assert listed == sorted(listed, key=lambda name: (not name.isupper(), not name[0].isupper(), name))
    assert [name for name in listed if not hasattr(module, name)] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_importing_a_package_loads_no_heavy_library(package: str) -> None:
    code = f"import sys, {package}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert HEAVY_LIBRARIES & set(loaded.stdout.split()) == set()


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {path.parent for path in (ROOT / "tests").rglob("*.py")}
    assert [folder for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_no_tracked_file_names_a_machine_path() -> None:
    named = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in tracked_files()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="ignore").splitlines(), start=1)
        if MACHINE_PATH.search(line)
    ]
    assert named == []


def test_every_dependency_is_pinned_within_its_range() -> None:
    pins = pinned_versions()
    unpinned = [
        str(requirement)
        for requirement in declared_requirements()
        if not requirement.specifier.contains(pins.get(canonicalize_name(requirement.name), "0"))
    ]
    assert unpinned == []


def test_constraints_are_exact_versions_without_cuda() -> None:
    loose = [line for line in constraint_lines() if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][0-9a-z.]*", line)]
    assert loose == []
    assert [line for line in constraint_lines() if line.startswith(("nvidia-", "cuda-", "triton="))] == []


def public_names(file: Path) -> set[str]:
    """Names that a package binds itself or takes over from the packages of this project."""
    names: set[str] = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.Assign(targets=targets):
                names.update(target.id for target in targets if isinstance(target, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                names.add(name)
            case ast.ImportFrom(module=str(module), names=aliases) if module.split(".")[0] in PACKAGES:
                names.update(alias.asname or alias.name for alias in aliases)
            case _:
                pass
    return {name for name in names if not name.startswith("_")}


def tracked_files() -> Iterator[Path]:
    """Files that git tracks or would track; without git, none can be named, so the test is skipped."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("needs a git checkout")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return (ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file())


def declared_requirements() -> Iterator[Requirement]:
    """What pyproject.toml asks for: of the product, its extras and the development group."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = declared["project"]["optional-dependencies"].values()
    groups = declared["dependency-groups"].values()
    return (Requirement(text) for text in chain(declared["project"]["dependencies"], *extras, *groups))


def constraint_lines() -> list[str]:
    """The lines of constraints.txt that are not comments."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def pinned_versions() -> dict[str, str]:
    """Version by canonical name of the library."""
    pairs = (line.split("==") for line in constraint_lines())
    return {canonicalize_name(name): version for name, version in pairs}
