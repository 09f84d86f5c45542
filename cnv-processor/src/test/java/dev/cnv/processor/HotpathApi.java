package dev.cnv.processor;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What generated frames see of cnv-hotpath, compiled from its sources: its tests need the processor, so
 * that the processor's cannot depend on it.
 */
final class HotpathApi {

    private static final Path SOURCES = Path.of("../cnv-hotpath/src/main/java/dev/cnv/hotpath");

    private static final List<String> FILES = List.of(
            "FrameDescriptor.java",
            "grant/FrameStatus.java",
            "worker/DispatchRight.java",
            "worker/FrameDispatcher.java",
            "worker/FrameModule.java",
            "worker/FramedVerbs.java",
            "worker/JoinedModules.java",
            "worker/WorkerRight.java");

    private static final String MODULE = """
            module dev.cnv.hotpath {
                requires transitive dev.cnv.runtime;
                requires static org.jspecify;
                exports dev.cnv.hotpath;
                exports dev.cnv.hotpath.worker;
            }
            """;

    private HotpathApi() {}

    /** The folder of its classes, a module; compiled once. */
    static Path classes() {
        return Holder.CLASSES;
    }

    private static final class Holder {
        static final Path CLASSES = compile();
    }

    private static Path compile() {
        try {
            Path folder = Path.of("target", "hotpath-api").toAbsolutePath();
            if (Files.exists(folder)) {
                Compile.delete(folder);
            }
            Compile compile = Compile.plain().modular().source("module-info.java", MODULE);
            for (String file : FILES) {
                compile.source("dev/cnv/hotpath/" + file, Files.readString(SOURCES.resolve(file)));
            }
            Compiled compiled = compile.run(folder);
            assertTrue(compiled.success(), compiled.messages()::toString);
            return folder.resolve("c");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
