"""A contract of import-linter that its own kinds do not cover: which part of PySide6 may be imported where."""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class PartOfPackage(Contract):
    """Only the allowed modules (and what lies below them) import a part of an external package.

    import-linter's graph ends at the name of an external package, so the imported line itself is read.
    """

    part = fields.StringField()
    allowed = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Keep the contract if no other module has a line that imports the part."""
        package = self.part.split(".")[0]
        broken = [
            details
            for importer in sorted(graph.find_modules_that_directly_import(package))
            if not any(importer == name or importer.startswith(f"{name}.") for name in self.allowed)
            for details in graph.get_import_details(importer=importer, imported=package)
            if self.part in details["line_contents"]
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each line that breaks it."""
        for details in check.metadata["broken"]:
            output.print_error(f"{details['importer']}:{details['line_number']}: {details['line_contents']}")
