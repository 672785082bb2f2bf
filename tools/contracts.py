"""Two contracts of the arrows that import-linter does not bring.

`apart`: folders side by side that do not know each other. `flows` has one folder a flow and `bot/channels` one a
channel; they are found by looking, so a newcomer is held to the rule without a line in `pyproject.toml`.

`behind`: modules that only one place may import. It differs from the library's own `protected` in that a module nobody
imports (yet, or any more) is no error: a rule may stand before the code it is about.
"""

from __future__ import annotations

from itertools import permutations

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class Apart(Contract):
    """Folders directly under each of `parents` do not import each other, not even through somebody else."""

    type_name = "apart"
    parents = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001 - the library calls it so
        """Return which chains of imports lead from one folder to its neighbour."""
        parents: list[str] = list(self.parents)  # type: ignore[call-overload] # a list once the contract is read
        return _verdict([chain for parent in parents for chain in _between(graph, parent)])

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each chain that breaks the rule."""
        _render(check)


class Behind(Contract):
    """Each of `modules` is imported only from inside `importers`."""

    type_name = "behind"
    modules = fields.ListField(subfield=fields.StringField())
    importers = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001 - the library calls it so
        """Return the imports that come from elsewhere."""
        modules: list[str] = list(self.modules)  # type: ignore[call-overload] # a list once the contract is read
        importers: list[str] = list(self.importers)  # type: ignore[call-overload] # the same
        pairs = [(who, what) for what in modules if what in graph.modules for who in _importers(graph, what)]
        return _verdict([(who, what) for who, what in pairs if not any(_inside(who, home) for home in importers)])

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each import that breaks the rule."""
        _render(check)


def _verdict(chains: list[tuple[str, ...]]) -> ContractCheck:
    """The library's form of a verdict: kept when no chain breaks the rule."""
    return ContractCheck(kept=not chains, metadata={"chains": chains})


def _render(check: ContractCheck) -> None:
    """Print the chains a verdict carries, one a line."""
    for chain in check.metadata["chains"]:
        output.print_error(" -> ".join(chain), bold=True)


def _inside(module: str, package: str) -> bool:
    """Whether a module is that package or lies in it."""
    return module == package or module.startswith(f"{package}.")


def _importers(graph: ImportGraph, module: str) -> list[str]:
    """Who imports a module, itself apart."""
    return sorted(who for who in graph.find_modules_that_directly_import(module) if not _inside(who, module))


def _between(graph: ImportGraph, parent: str) -> list[tuple[str, ...]]:
    """The shortest chain for each pair of folders under `parent` where one reaches the other."""
    children = graph.find_children(parent) if parent in graph.modules else set()
    folders = sorted(child for child in children if graph.find_children(child))
    chains: list[tuple[str, ...]] = []
    for one, other in permutations(folders, 2):
        found = graph.find_shortest_chains(one, other, as_packages=True)
        chains.extend(sorted(tuple(chain) for chain in found)[:1])
    return chains
