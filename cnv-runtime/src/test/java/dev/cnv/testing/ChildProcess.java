package dev.cnv.testing;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts a class of the tests in another process, to be killed. */
public final class ChildProcess {

    private final Class<?> main;
    private final List<String> under;

    private ChildProcess(Class<?> main, List<String> under) {
        this.main = main;
        this.under = List.copyOf(under);
    }

    /** {@return a starter of a class that has a main method} */
    public static ChildProcess of(Class<?> main) {
        return new ChildProcess(main, List.of());
    }

    /** {@return a starter that lets a command start it, with its arguments} */
    public ChildProcess under(List<String> command) {
        return new ChildProcess(main, command);
    }

    /** Starts the process; its errors go where this one's go. */
    public Process start(List<String> arguments) throws IOException {
        return new ProcessBuilder(command(arguments))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** {@return the command that starts the process} */
    public List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(under);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath(),
                main.getName()));
        command.addAll(arguments);
        return command;
    }

    /** The test runs on the module path or on the class path; the child only on the latter. */
    private String classPath() {
        return Stream.of(
                        main,
                        dev.cnv.runtime.governance.FileLedger.class,
                        dev.cnv.annotations.Effect.class,
                        tools.jackson.databind.json.JsonMapper.class,
                        tools.jackson.core.json.JsonFactory.class,
                        com.fasterxml.jackson.annotation.JsonProperty.class,
                        org.bouncycastle.crypto.signers.Ed25519Signer.class)
                .map(ChildProcess::root)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String root(Class<?> type) {
        String name = type.getName().replace('.', '/') + ".class";
        URL url = Objects.requireNonNull(type.getResource("/" + name));
        String text = url.toString();
        String root = text.substring(0, text.length() - name.length());
        try {
            return Path.of(new URI(
                            root.startsWith("jar:") ? root.substring(4, root.length() - 2) : root))
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
