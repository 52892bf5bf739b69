"""The product's own modules, parsed, for the tests about the code. What those tests forbid stands with each of them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Module:
    """One Python file: its dotted name, where to find it, and its syntax tree."""

    name: str
    path: str
    tree: ast.Module

    @property
    def package(self) -> str:
        """Give the name that its relative imports start from."""
        return self.name if self.path.endswith("__init__.py") else self.name.rpartition(".")[0]


def read(path: str, text: str) -> Module:
    """Parse `text` as the file at `path`, counted from the top of the checkout."""
    name = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    return Module(name, path, ast.parse(text, path))


@cache
def every_module() -> tuple[Module, ...]:
    """Give every module of the product, in the order of their paths; read once, since many tests ask."""
    files = sorted((ROOT / "onboarding").rglob("*.py"))
    return tuple(read(file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")) for file in files)


def imports(module: Module) -> Iterator[tuple[int, str, str]]:
    """Give each import as its line, the full name of what is imported, and how the module then writes it.

    Not what types alone ask for (`if TYPE_CHECKING:`): it is not there when the product runs.
    """
    for node in _walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, alias.asname or alias.name
        elif isinstance(node, ast.ImportFrom):
            origin = node.module or ""
            if node.level:
                parents = module.package.split(".")
                origin = ".".join([*parents[: len(parents) - node.level + 1], *filter(None, [origin])])
            for alias in node.names:
                yield node.lineno, f"{origin}.{alias.name}", alias.asname or alias.name


def _walk(tree: ast.AST) -> Iterator[ast.AST]:
    yield tree
    for node in ast.iter_child_nodes(tree):
        if not (isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"):
            yield from _walk(node)


def uses(module: Module) -> Iterator[tuple[int, str]]:
    """Give each imported name that is used, by its line and full name: `dt.now` as `datetime.datetime.now`."""
    known: dict[str, str] = {}
    for _, full, written in imports(module):
        first, dot, _ = written.partition(".")
        known[first] = first if dot else full
    for node in ast.walk(module.tree):
        parts: list[str] = []
        inner: ast.AST = node
        while isinstance(inner, ast.Attribute):
            parts.insert(0, inner.attr)
            inner = inner.value
        if isinstance(inner, ast.Name) and inner.id in known:
            yield inner.lineno, ".".join([known[inner.id], *parts])
