"""What is changed in a module, one thing at a time.

Comparisons (also to their edge), and/or, not, conditions, True/False, numbers by one up and down, plus/minus, any/all,
min/max, and words that are returned. Left alone: annotations, decorators, other words, and numbers over a thousand.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).parents[2]
CORE = ROOT / "src" / "evenhand" / "core"

_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_NAMES = {"any": "all", "all": "any", "min": "max", "max": "min"}
_LARGEST_NUMBER = 1000


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change to one module of core. `number` counts the changes of the module from 0."""

    module: str
    number: int
    line: int
    code: str  # the line as it stands
    change: str  # for people: "`a < b` became `a <= b`"
    in_function: bool  # else it is made when the module is imported


@dataclass(frozen=True, slots=True)
class _Place:
    node: ast.expr
    put: Callable[[ast.expr], None]  # something else in its place
    in_function: bool
    is_condition: bool
    is_returned: bool


def modules() -> list[str]:
    """The modules of core by name, as in `values.watching`."""
    return [name for path in sorted(CORE.rglob("*.py")) if mutants(name := _name(path))]


def path_of(module: str) -> Path:
    """The file of a module of core."""
    plain = CORE / f"{module.replace('.', '/')}.py"
    return plain if plain.exists() else CORE / module.replace(".", "/") / "__init__.py"


def mutants(module: str) -> list[Mutant]:
    """Every change of a module, in the order of its lines."""
    lines = path_of(module).read_text().splitlines()
    return [
        Mutant(
            module,
            number,
            place.node.lineno,
            lines[place.node.lineno - 1].strip(),
            f"`{ast.unparse(place.node)}` became `{ast.unparse(other)}`",
            place.in_function,
        )
        for number, (place, other) in enumerate(_changes(_tree(module)))
    ]


def mutated(mutant: Mutant) -> ast.Module:
    """The module with that change and no other."""
    tree = _tree(mutant.module)
    place, other = next(islice(_changes(tree), mutant.number, None))
    place.put(ast.copy_location(other, place.node))
    return ast.fix_missing_locations(tree)


def _name(path: Path) -> str:
    return ".".join(path.relative_to(CORE).with_suffix("").parts).removesuffix(".__init__")


def _tree(module: str) -> ast.Module:
    return ast.parse(path_of(module).read_text())


def _changes(tree: ast.AST) -> Iterator[tuple[_Place, ast.expr]]:
    return ((place, other) for place in _places(tree, in_function=False) for other in _others(place))


def _places(node: ast.AST, in_function: bool) -> Iterator[_Place]:
    """Each expression that runs, and whether it does so in a function."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list"):
            continue
        inside = in_function or (isinstance(node, ast.FunctionDef) and name == "body")
        for index, child in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(child, ast.expr):
                put = partial(value.__setitem__, index) if isinstance(value, list) else partial(setattr, node, name)
                yield _Place(child, put, inside, name in ("test", "ifs"), isinstance(node, ast.Return))
            if isinstance(child, ast.AST):
                yield from _places(child, inside)


def _others(place: _Place) -> Iterator[ast.expr]:
    """What may stand in the place of an expression."""
    match place.node:
        case ast.Compare() as compared:
            yield from _compared_otherwise(compared)
        case ast.BoolOp(op, values):
            yield ast.BoolOp(ast.And() if isinstance(op, ast.Or) else ast.Or(), values)
        case ast.UnaryOp(ast.Not(), operand):
            yield operand
        case ast.BinOp(left, ast.Add() | ast.Sub() as op, right):
            yield ast.BinOp(left, ast.Sub() if isinstance(op, ast.Add) else ast.Add(), right)
        case ast.Constant(bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(int(value)) if value <= _LARGEST_NUMBER:
            yield from (ast.Constant(value + 1), ast.Constant(value - 1))
        case ast.Name(name) if name in _NAMES:
            yield ast.Name(_NAMES[name], ast.Load())
        case ast.Constant(str(value)) if place.is_returned:
            yield ast.Constant("" if value else "changed")
        case plain if place.is_condition:
            yield ast.UnaryOp(ast.Not(), plain)


def _compared_otherwise(compared: ast.Compare) -> Iterator[ast.Compare]:
    for index, operator in enumerate(compared.ops):
        for other in _COMPARISONS[type(operator)]:
            ops = [*compared.ops[:index], other(), *compared.ops[index + 1 :]]
            yield ast.Compare(compared.left, ops, compared.comparators)
