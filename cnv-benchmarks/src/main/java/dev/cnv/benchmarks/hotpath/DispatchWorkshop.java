package dev.cnv.benchmarks.hotpath;

import dev.cnv.hotpath.worker.DispatchRight;
import dev.cnv.hotpath.worker.FrameDispatcher;
import dev.cnv.hotpath.worker.FrameModule;
import dev.cnv.runtime.capability.CapabilityId;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Compiles a class with many verbs, with the processor, and its peers; and loads them.
 *
 * <p>Owns a folder: {@link #close} deletes it. Works on the class path, where JMH runs.
 */
final class DispatchWorkshop implements AutoCloseable {

    private final Path folder;
    private final URLClassLoader loader;

    DispatchWorkshop(int verbs) throws IOException {
        folder = Files.createTempDirectory("cnv-dispatch");
        Path sources = Files.createDirectories(folder.resolve("generated"));
        Path many = write(sources, "Many", DispatchSources.handler(verbs));
        Path flat = write(sources, "Flat", DispatchSources.flat(verbs));
        Path handlers = write(sources, "Handlers", DispatchSources.handlers(verbs));
        // Only what the processor writes of frames: certificates would take longer than the
        // benchmark.
        Path generated = Files.createDirectories(folder.resolve("written"));
        javac(
                List.of(many),
                List.of("-proc:only", "-Acnv.analysis=off", "-s", generated.toString()));
        Path frames = generated.resolve("generated/ManyFrames.java");
        javac(List.of(many, flat, handlers, frames), List.of("-proc:none"));
        loader = new URLClassLoader(new URL[] {folder.toUri().toURL()});
    }

    private static Path write(Path folder, String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name + ".java"), text);
    }

    private void javac(List<Path> files, List<String> more) throws IOException {
        var javac = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<String> options = Stream.concat(
                        Stream.of(
                                "-parameters",
                                "-nowarn",
                                "-d",
                                folder.toString(),
                                "-classpath",
                                System.getProperty("java.class.path")),
                        more.stream())
                .toList();
        try (var manager = javac.getStandardFileManager(null, null, null)) {
            var units = manager.getJavaFileObjectsFromPaths(files);
            if (!javac.getTask(messages, manager, null, options, null, units).call()) {
                throw new IllegalStateException("the verbs do not compile: " + messages);
            }
        }
    }

    /** The dispatcher that the processor wrote. */
    FrameDispatcher paged() throws ReflectiveOperationException {
        Class<?> many = loader.loadClass("generated.Many");
        FrameModule module = (FrameModule) loader.loadClass("generated.ManyFrames")
                .getConstructor(many)
                .newInstance(handler());
        Method genuine = Class.forName("dev.cnv.hotpath.worker.WorkerRight")
                .getDeclaredMethod("genuine", FrameModule.class);
        genuine.setAccessible(true);
        return module.dispatcher((DispatchRight) genuine.invoke(null, module));
    }

    /** The ids by index of {@link #paged}. */
    List<CapabilityId> verbs() throws ReflectiveOperationException {
        Class<?> many = loader.loadClass("generated.Many");
        return ((FrameModule) loader.loadClass("generated.ManyFrames")
                        .getConstructor(many)
                        .newInstance(handler()))
                .verbs();
    }

    /** A dispatcher of one switch over all verbs, with its handler in a static final field. */
    FrameDispatcher flat() throws ReflectiveOperationException {
        return (FrameDispatcher)
                loader.loadClass("generated.Flat").getConstructor().newInstance();
    }

    /** One object for each verb. */
    @SuppressWarnings("unchecked") // The source says so.
    Handler[] handlers() throws ReflectiveOperationException {
        return ((Supplier<Handler[]>)
                        loader.loadClass("generated.Handlers").getConstructor().newInstance())
                .get();
    }

    /** A new handler. */
    Object handler() throws ReflectiveOperationException {
        return loader.loadClass("generated.Many").getConstructor().newInstance();
    }

    /** Its method of a verb. */
    Method method(int verb) throws ReflectiveOperationException {
        return loader.loadClass("generated.Many").getMethod("v" + verb, long.class, int.class);
    }

    @Override
    public void close() throws IOException {
        loader.close();
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
