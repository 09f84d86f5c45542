package dev.cnv.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The model checker TLC, in a process of its own. */
public final class Tlc {

    private static final int MAX_SECONDS = 240;

    private Tlc() {}

    /**
     * Checks a model.
     *
     * @param test the class beside whose resources the model lies
     * @param name the model's name
     * @param folder an empty folder for its files
     * @param moves the name of the module that the model takes its table from
     * @param table that module
     * @param config what to check
     * @return what TLC said
     */
    public static String check(
            Class<?> test, String name, Path folder, String moves, String table, String config)
            throws IOException, InterruptedException {
        try (InputStream in =
                Objects.requireNonNull(test.getResourceAsStream(name + ".tla"), name)) {
            Files.write(folder.resolve(name + ".tla"), in.readAllBytes());
        }
        Files.writeString(folder.resolve(moves + ".tla"), table);
        Files.writeString(folder.resolve(name + ".cfg"), config);
        Path log = folder.resolve("log");
        Process tlc = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseParallelGC",
                        "-Xmx512m",
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        jar(),
                        "tlc2.TLC",
                        "-workers",
                        "2",
                        "-deadlock",
                        name)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertTrue(tlc.waitFor(MAX_SECONDS, TimeUnit.SECONDS), "TLC takes too long");
        return Files.readString(log);
    }

    private static String jar() {
        try {
            return Path.of(Objects.requireNonNull(Class.forName(
                                            "tlc2.TLC", false, Tlc.class.getClassLoader())
                                    .getProtectionDomain()
                                    .getCodeSource())
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (ReflectiveOperationException | java.net.URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
