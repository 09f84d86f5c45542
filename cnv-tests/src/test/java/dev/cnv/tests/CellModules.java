package dev.cnv.tests;

import dev.cnv.runtime.spi.VerbModule;
import java.util.List;
import java.util.function.Supplier;

/** Makes the verbs of {@link Cell} in a worker. */
public final class CellModules implements Supplier<List<VerbModule>> {

    @Override
    public List<VerbModule> get() {
        return List.of(new CellVerbs(), new BoxVerbs(), new TreeVerbs());
    }
}
