package dev.cnv.runtime.kernel;

import dev.cnv.runtime.graph.ModuleGraph;
import dev.cnv.runtime.graph.ModuleGraphRefusedException;
import dev.cnv.runtime.spi.VerbModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The graphs that compilers wrote for the modules of an application, one resource of one name for
 * each. What cannot be read is left out with a warning: then it is found at start.
 */
final class ModuleGraphs {

    private static final System.Logger LOG = System.getLogger("dev.cnv");

    private ModuleGraphs() {}

    static List<ModuleGraph> of(Collection<VerbModule> modules) {
        Set<ClassLoader> loaders = modules.stream()
                .map(module -> module.getClass().getClassLoader())
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        // Not compared as URLs, which would resolve the names of hosts.
        Set<String> seen = new LinkedHashSet<>();
        List<ModuleGraph> graphs = new ArrayList<>();
        try {
            for (ClassLoader loader : loaders) {
                for (URL resource : Collections.list(loader.getResources(ModuleGraph.PATH))) {
                    if (seen.add(resource.toString())) {
                        read(resource, graphs);
                    }
                }
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "graphs of modules cannot be listed", e);
        }
        return graphs;
    }

    private static void read(URL resource, List<ModuleGraph> graphs) {
        try (InputStream in = resource.openStream()) {
            graphs.add(ModuleGraph.read(in));
        } catch (IOException | UncheckedIOException | ModuleGraphRefusedException e) {
            LOG.log(Level.WARNING, "file=" + resource + " is not used: " + e.getMessage());
        }
    }
}
