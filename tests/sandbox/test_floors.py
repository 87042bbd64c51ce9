"""The sandbox's modules stand on one another in one direction."""

import grimp


def graph() -> grimp.ImportGraph:
    """What imports what, with what is imported only for its types."""
    return grimp.build_graph("sandbox", exclude_type_checking_imports=False, cache_dir=None)


def ring(imports: grimp.ImportGraph) -> set[tuple[str, str]]:
    """Every import whose target leads back to where it stands."""
    return {
        (module, below)
        for module in imports.modules
        for below in imports.find_modules_directly_imported_by(module)
        if imports.chain_exists(below, module)
    }


def test_there_is_no_ring() -> None:
    """Following imports never leads back to where one began."""
    assert ring(graph()) == set()


def test_an_import_back_up_makes_a_ring() -> None:
    """The same question, asked of a sandbox whose control API knew its server, names that import."""
    imports = graph()
    imports.add_import(importer="sandbox.control", imported="sandbox.server")
    assert ("sandbox.control", "sandbox.server") in ring(imports)
