package dev.cnv.tool;

import dev.cnv.annotations.Effect;
import dev.cnv.annotations.EffectBoundary;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.graph.CapabilityGraph;
import dev.cnv.runtime.graph.GraphBuilder;
import dev.cnv.runtime.graph.GraphRefusedException;
import dev.cnv.runtime.graph.SchemaReader;
import dev.cnv.runtime.graph.VerbSchemas;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.VerbRefusedException;
import dev.cnv.runtime.spi.VerbModule;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * The graph of the verbs that service loading finds, on the tool's own path or on one that is given. The
 * generated classes of that path are loaded and made; no verb is run.
 */
@EffectBoundary(
        value = Effect.READ_ONLY,
        reason = "it loads generated descriptions, whose making changes nothing")
final class VerbPath {

    /** The verbs of an application and their graph. */
    record Application(List<VerbDescriptor> verbs, CapabilityGraph graph) {}

    private VerbPath() {}

    /** Reads a graph, as {@link #application}. */
    static CapabilityGraph graph(String path) throws IOException {
        return application(path).graph();
    }

    /**
     * Reads verbs and their graph.
     *
     * @param path jars and folders, separated as a class path is; empty for the tool's own verbs
     * @throws IOException when they cannot be read
     */
    static Application application(String path) throws IOException {
        if (path.isEmpty()) {
            return application(VerbPath.class.getClassLoader(), path);
        }
        try (URLClassLoader loader =
                new URLClassLoader(urls(path), VerbPath.class.getClassLoader())) {
            return application(loader, path);
        }
    }

    @SuppressWarnings("ReferenceEquality") // A loader is known by its identity alone.
    private static Application application(ClassLoader loader, String path) throws IOException {
        List<VerbDescriptor> verbs = new ArrayList<>();
        Map<CapabilityId, VerbSchemas> schemas = new HashMap<>();
        try {
            for (VerbModule module : ServiceLoader.load(VerbModule.class, loader)) {
                if (path.isEmpty() || module.getClass().getClassLoader() == loader) {
                    verbs.addAll(module.verbs());
                    schemas.putAll(SchemaReader.readVerbs(module.schemas(), module.verbs()));
                }
            }
            if (verbs.isEmpty()) {
                throw refused("path=" + path + " has no verbs that service loading finds");
            }
            return new Application(
                    List.copyOf(verbs), GraphBuilder.of(verbs, schemas).build());
        } catch (ServiceConfigurationError | LinkageError e) {
            throw refused(
                    "path=" + path + " cannot be loaded; it needs the application's other jars"
                            + " too: " + e.getMessage());
        } catch (GraphRefusedException | IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    private static URL[] urls(String path) throws MalformedURLException {
        String[] parts = path.split(File.pathSeparator, -1);
        URL[] urls = new URL[parts.length];
        for (int i = 0; i < parts.length; i++) {
            Path file = Path.of(parts[i]);
            if (!Files.exists(file)) {
                throw refused("path=" + file + " does not exist");
            }
            urls[i] = file.toUri().toURL();
        }
        return urls;
    }

    static VerbRefusedException refused(String why) {
        return new VerbRefusedException(Denial.of(Reason.PARAMETER_RULE_BROKEN, why));
    }
}
