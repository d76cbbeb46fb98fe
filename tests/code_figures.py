"""Prints how long functions are and how much test there is: `make check`."""

import ast
import statistics
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Function:
    file: str
    name: str
    lines: int

    def __str__(self):
        return f"{self.file}: {self.name} has {self.lines} lines"


def python_files(*folders):
    """The modules written by hand; migrations are generated."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def count_lines(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(*folders):
    """Every function and method, nested ones too, without its decorators."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [
        Function(
            str(path.relative_to(ROOT)), node.name, node.end_lineno - node.lineno + 1
        )
        for path in python_files(*folders)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, kinds)
    ]


def figures():
    """The printed lines."""
    code = functions("jurisdictions", "sanctuary")
    tests = [each for each in functions("tests") if each.name.startswith("test_")]
    lengths = sorted(each.lines for each in code)
    code_lines = sum(map(count_lines, python_files("jurisdictions", "sanctuary")))
    test_lines = sum(map(count_lines, python_files("tests")))
    return [
        f"functions: {len(code)}, median {statistics.median(lengths):g} lines,"
        f" 90th percentile {lengths[len(lengths) * 9 // 10]}",
        f"functions over 40 lines: {sum(length > 40 for length in lengths)}",
        f"tests: {len(tests)}, median"
        f" {statistics.median(each.lines for each in tests):g} lines",
        f"test to code: {test_lines / code_lines:.2f}"
        f" ({test_lines} lines to {code_lines})",
    ]


if __name__ == "__main__":
    print("\n".join(figures()))
