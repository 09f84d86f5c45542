package dev.cnv.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.crypto.KeyFile;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.CredentialFile;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.governance.InvocationCompleted;
import dev.cnv.runtime.governance.PolicyDecision;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code cnv serve} and {@code cnv call} over TLS, each in a process of its own, with keys from files. */
@Timeout(120)
class TwoProcessesTest {

    private final SecureRandom random = new SecureRandom();
    private final List<Process> started = new ArrayList<>();

    @TempDir
    private Path folder;

    @BeforeEach
    void writeFiles() throws IOException {
        SigningKey root = SigningKey.generate(random);
        SigningKey alice = SigningKey.generate(random);
        Files.writeString(folder.resolve("rules"), "permit all when capability greeting.**;\n");
        KeyFile.writePublic(folder.resolve("root.pub"), root.publicKey());
        TokenDraft draft = TokenDraft.to(alice.publicKey(), "alice", "person")
                .between(Instant.now().minusSeconds(60), Instant.now().plus(Duration.ofHours(1)))
                .grant("**", EffectLevel.PRIVILEGED);
        CredentialFile.write(
                folder.resolve("alice"), new Credential.Held(Chain.issue(root, draft), alice));
        for (String name : List.of("server", "client", "stranger")) {
            SigningKey key = SigningKey.generate(random);
            KeyFile.write(folder.resolve(name + ".key"), key);
            KeyFile.writePublic(folder.resolve(name + ".pub"), key.publicKey());
        }
    }

    @AfterEach
    void stop() {
        started.forEach(Process::destroyForcibly);
    }

    /** All on the class path, where an application's verbs are found by their service files. */
    private static String classPath() {
        Set<String> entries = new LinkedHashSet<>();
        for (String path : List.of("jdk.module.path", "java.class.path")) {
            entries.addAll(
                    List.of(System.getProperty(path, "").split(Pattern.quote(File.pathSeparator))));
        }
        entries.add(greetings());
        entries.remove("");
        return String.join(File.pathSeparator, entries);
    }

    /** Where the tests' own classes are, whether or not they are patched into the tool's module. */
    private static String greetings() {
        try {
            URL here = Objects.requireNonNull(
                    TwoProcessesTest.class.getResource("TwoProcessesTest.class"));
            return Path.of(here.toURI())
                    .getParent()
                    .getParent()
                    .getParent()
                    .getParent()
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private Process run(Path output, String... words) throws IOException {
        return run(folder, output, words);
    }

    private Process run(Path directory, Path output, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                classPath(),
                "dev.cnv.tool.CnvTool"));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("CNV_HOME", output + ".home");
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private String served() throws Exception {
        Path output = folder.resolve("serve.txt");
        Process process = run(
                output,
                "serve",
                "--on=tls://localhost:0",
                "--policy=rules",
                "--trust=root.pub",
                "--dir=ledger",
                "--key=server.key",
                "--client-key=client.pub",
                "--duration=5m");
        return address(process, output);
    }

    private static String address(Process process, Path output) throws Exception {
        while (process.isAlive()) {
            try (BufferedReader lines = Files.newBufferedReader(output)) {
                Optional<String> at = lines.lines()
                        .filter(line -> line.startsWith("serving at "))
                        .findFirst();
                if (at.isPresent()) {
                    return at.get().substring("serving at ".length());
                }
            }
            Thread.sleep(20);
        }
        throw new AssertionError(Files.readString(output));
    }

    private String call(int status, String at, String key, String serverKey, String... more)
            throws Exception {
        Path output = folder.resolve("call-" + started.size() + ".txt");
        List<String> words = new ArrayList<>(List.of(
                "call",
                "--to=" + at,
                "--capability=greeting.say",
                "--arg=name=bob",
                "--key=" + key,
                "--server-key=" + serverKey));
        words.addAll(List.of(more));
        Process process = run(output, words.toArray(String[]::new));
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        String said = Files.readString(output);
        assertEquals(status, process.exitValue(), said);
        return said;
    }

    @Test
    void call_inAnotherProcess_isAnsweredOverTlsByWhoTheKeysName() throws Exception {
        String at = served();
        String answer =
                call(0, at, "client.key", "server.pub", "--credential=alice", "--output=json");
        assertTrue(answer.contains("Good day, bob."), answer);
        assertTrue(answer.contains("alice"), answer);
        String denied = call(3, at, "client.key", "server.pub");
        assertTrue(denied.contains("[authority-missing]"), denied);
        call(1, at, "client.key", "stranger.pub", "--credential=alice");
        call(1, at, "stranger.key", "server.pub", "--credential=alice");
    }

    @Test
    void serve_askedToEndDuringACall_answersItAndClosesBothLedgers() throws Exception {
        String at = served();
        Process serving = started.getLast();
        Path output = folder.resolve("ponder.txt");
        Process call = run(
                output,
                "call",
                "--to=" + at,
                "--capability=greeting.ponder",
                "--arg=name=bob",
                "--credential=alice",
                "--key=client.key",
                "--server-key=server.pub");
        while (events("ledger", PolicyDecision.class) == 0) {
            assertTrue(call.isAlive(), Files.readString(output));
            Thread.sleep(20);
        }
        serving.destroy();
        assertTrue(call.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, call.exitValue(), Files.readString(output));
        assertTrue(Files.readString(output).contains("At last"), Files.readString(output));
        assertTrue(serving.waitFor(60, TimeUnit.SECONDS));
        assertEquals(143, serving.exitValue(), Files.readString(folder.resolve("serve.txt")));
        for (String ledger : List.of("ledger", "serve.txt.home/operator")) {
            assertTrue(FileLedger.verify(folder.resolve(ledger)).intact(), ledger);
            assertEquals(1, events(ledger, InvocationCompleted.class), ledger);
        }
    }

    private int events(String ledger, Class<?> type) {
        AtomicInteger count = new AtomicInteger();
        FileLedger.read(folder.resolve(ledger), record -> {
            if (type.isInstance(record.event())) {
                count.incrementAndGet();
            }
        });
        return count.get();
    }

    /** A verb that nobody serves here is unknown to the runtime that answers: the rest of the way is there. */
    @Test
    void document_linesOverTls_workAsPrinted() throws Exception {
        Path printed = Files.createDirectory(folder.resolve("printed"));
        Files.writeString(printed.resolve("rules.policy"), "permit all;\n");
        String at = "";
        String said = "";
        for (String line : printedLines()) {
            Path output = folder.resolve("printed-" + started.size() + ".txt");
            String[] words = line.replace(
                            "tls://localhost:7443", at.isEmpty() ? "tls://localhost:0" : at)
                    .replace("'", "")
                    .split(" +");
            Process process = run(printed, output, Arrays.copyOfRange(words, 1, words.length));
            if (line.startsWith("cnv serve")) {
                at = address(process, output);
                continue;
            }
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), line);
            said = Files.readString(output);
            assertTrue(process.exitValue() == 0 || line.startsWith("cnv call"), line + said);
        }
        assertTrue(said.contains("[verb-unknown]") || said.contains("[noun-unknown]"), said);
    }

    /** The commands of the document that make files, and those for TLS. */
    private static List<String> printedLines() throws IOException {
        String document = Files.readString(
                Path.of(System.getProperty("basedir", "."), "..", "docs", "endpoint.md"));
        List<String> lines = Pattern.compile("```\n(cnv keys .*?)```", Pattern.DOTALL)
                .matcher(document)
                .results()
                .flatMap(block -> block.group(1).replaceAll(" *\\\\\n *", " ").lines())
                .toList();
        assertEquals(8, lines.size(), lines.toString());
        return lines;
    }

    /** The operator's own verbs are not among those that are served. */
    @Test
    void call_ofAnOperatorsVerb_isUnknownThere() throws Exception {
        String at = served();
        Path output = folder.resolve("own.txt");
        Process process = run(
                output,
                "call",
                "--to=" + at,
                "--capability=cnv.verbs.list",
                "--credential=alice",
                "--key=client.key",
                "--server-key=server.pub");
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertTrue(process.exitValue() != 0);
        String said = Files.readString(output);
        assertTrue(said.contains("verb-unknown") || said.contains("noun-unknown"), said);
    }
}
