package dev.cnv.hotpath.grant;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs a test's main method in a JVM with other flags, on the class path; with assertions if this JVM has
 * them.
 */
public final class Jvm {

    private Jvm() {}

    /** {@return a flag for each other use of the processor; what it lacks is left out by the JVM itself} */
    public static List<String> flags() {
        return List.of(
                "-XX:UseAVX=0",
                "-XX:UseAVX=1",
                "-XX:UseAVX=2",
                "-XX:UseAVX=3",
                "-Xint",
                "-XX:TieredStopAtLevel=1");
    }

    /**
     * Runs it.
     *
     * @param main the class
     * @param flags the JVM's flags
     * @return what it wrote to both streams, without warnings of the JVM about flags and modules
     */
    public static String run(Class<?> main, String... flags) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx256m");
        command.add("-XX:+UseSerialGC");
        command.add(Jvm.class.desiredAssertionStatus() ? "-ea" : "-da");
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", classPath(main), main.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            int status = process.waitFor();
            if (status != 0) {
                throw new AssertionError("status=" + status + " of " + command + "\n" + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return said.lines()
                .filter(line ->
                        !line.startsWith("WARNING: Using incubator") && !line.contains("UseAVX"))
                .collect(Collectors.joining("\n"));
    }

    private static String classPath(Class<?> main) {
        Stream<String> properties = Stream.of("java.class.path", "jdk.module.path")
                .flatMap(name ->
                        Arrays.stream(System.getProperty(name, "").split(File.pathSeparator)));
        Stream<String> places =
                Stream.of(main, dev.cnv.testing.Property.class, BatchGate.class).map(Jvm::place);
        return Stream.concat(places, properties)
                .filter(text -> !text.isEmpty())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String place(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
