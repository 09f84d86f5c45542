package dev.cnv.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.cli.Terminal;
import dev.cnv.runtime.crypto.KeyFile;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.outcome.ExitCode;
import dev.cnv.runtime.spi.VerbModule;
import dev.cnv.runtime.time.SystemTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** {@code cnv keys} as an operator uses it. */
class KeysTest {

    @TempDir
    private Path folder;

    private final SystemTime time = new SystemTime(Clock.systemUTC());

    private record Run(int exit, String out, String err) {

        JsonNode json() {
            assertEquals(0, exit, err);
            return StrictJson.parse(out);
        }
    }

    @AfterEach
    void endTime() {
        time.close();
    }

    @ParameterizedTest
    @CsvSource({"ed25519,ED25519", "ml-dsa-44,ML_DSA_44", "ed25519-ml-dsa-44,ED25519_ML_DSA_44"})
    void generate_eachSuite_writesBothFilesAndShowTellsTheKey(String suite, String name)
            throws IOException {
        JsonNode made = run("keys", "generate", "--out", file("alice"), "--suite", suite)
                .json();
        assertEquals(name, made.get("suite").stringValue());
        PublicKey key = KeyFile.readPublic(Path.of(file("alice.pub")));
        assertEquals(key.id().hex(), made.get("id").stringValue());
        assertEquals(key, KeyFile.read(Path.of(file("alice")), Optional.empty()).publicKey());
        for (String shown : List.of("alice", "alice.pub")) {
            JsonNode json = run("keys", "show", "--file", file(shown)).json();
            assertEquals(key.text(), json.get("publicKey").stringValue());
            assertEquals(shown.equals("alice"), json.get("secret").booleanValue());
            assertTrue(json.path("replaces").isMissingNode(), json.toString());
        }
    }

    @Test
    void generate_existingFile_isRefusedAndNothingIsWritten() throws IOException {
        Files.writeString(Path.of(file("alice.pub")), "kept");
        Run run = run("keys", "generate", "--out", file("alice"));
        assertEquals(ExitCode.USAGE.status(), run.exit());
        assertTrue(
                run.err()
                        .contains("file=" + file("alice.pub")
                                + " exists: no key file is overwritten"),
                run.err());
        assertFalse(Files.exists(Path.of(file("alice"))));
        assertEquals("kept", Files.readString(Path.of(file("alice.pub"))));
    }

    @Test
    void generate_passphraseFile_encryptsAndNothingShowsIt() throws IOException {
        Path passphrase = Path.of(file("passphrase"));
        Files.writeString(passphrase, "canary-passphrase-7351\n");
        Files.setPosixFilePermissions(passphrase, PosixFilePermissions.fromString("rw-r--r--"));
        Run open = run(
                "keys", "generate", "-o", file("bob"), "--passphrase-file", passphrase.toString());
        assertEquals(ExitCode.FAILED.status(), open.exit());
        assertTrue(open.err().contains("chmod 600"), open.err());
        Files.setPosixFilePermissions(passphrase, PosixFilePermissions.fromString("rw-------"));
        JsonNode made = run(
                        "keys",
                        "generate",
                        "-o",
                        file("bob"),
                        "--passphrase-file",
                        passphrase.toString())
                .json();
        assertEquals("PKCS#12", made.get("form").stringValue());
        Path secret = Path.of(file("bob"));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)));
        String bytes = HexFormat.of().formatHex(Files.readAllBytes(secret));
        assertTrue(bytes.contains("02030927c0"), "600,000 rounds");
        Run without = run("keys", "show", "-f", file("bob"));
        assertEquals(ExitCode.FAILED.status(), without.exit());
        assertTrue(without.err().contains("passphrase"), without.err());
        JsonNode shown = run(
                        "keys",
                        "show",
                        "-f",
                        file("bob"),
                        "--passphrase-file",
                        passphrase.toString())
                .json();
        assertEquals(made.get("id"), shown.get("id"));
        try (Stream<Path> files = Files.walk(folder.resolve("operator"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(
                        Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1)
                                .contains("canary-passphrase"),
                        file.toString());
            }
        }
    }

    @Test
    void rotate_keepsTheOldKeyAndShowTellsOfIt() throws IOException {
        JsonNode old = run("keys", "generate", "-o", file("old")).json();
        byte[] before = Files.readAllBytes(Path.of(file("old")));
        JsonNode rotated = run(
                        "keys",
                        "rotate",
                        "-f",
                        file("old"),
                        "-o",
                        file("new"),
                        "-s",
                        "ed25519-ml-dsa-44")
                .json();
        assertEquals(old.get("id"), rotated.get("replaces"));
        assertEquals("ED25519_ML_DSA_44", rotated.get("suite").stringValue());
        assertEquals(
                new String(before, StandardCharsets.UTF_8), Files.readString(Path.of(file("old"))));
        for (String shown : List.of("new", "new.pub")) {
            JsonNode json = run("keys", "show", "-f", file(shown)).json();
            assertEquals(old.get("id"), json.get("replaces"));
            assertEquals(rotated.get("time"), json.get("replacedAt"));
            assertEquals(
                    KeyFile.readPublic(Path.of(file("old.pub"))).text(),
                    json.get("replacesKey").stringValue());
        }
        assertEquals(
                ExitCode.USAGE.status(),
                run("keys", "rotate", "-f", file("old"), "-o", file("new")).exit());
    }

    @Test
    void show_statementOfAnotherKeyOrChanged_isRefused() throws IOException {
        run("keys", "generate", "-o", file("old")).json();
        run("keys", "rotate", "-f", file("old"), "-o", file("new")).json();
        run("keys", "generate", "-o", file("other")).json();
        Path statement = Path.of(file("new.rotation"));
        Files.copy(statement, Path.of(file("other.rotation")));
        Run other = run("keys", "show", "-f", file("other"));
        assertEquals(ExitCode.FAILED.status(), other.exit());
        assertTrue(other.err().contains("not signed by both keys"), other.err());
        byte[] bytes = Files.readAllBytes(statement);
        bytes[bytes.length - 1] ^= 1;
        Files.write(statement, bytes);
        assertEquals(
                ExitCode.FAILED.status(), run("keys", "show", "-f", file("new")).exit());
    }

    @Test
    void output_showsNothingOfASecretKey() throws IOException {
        Run made = run("keys", "generate", "-o", file("key"));
        String body = Files.readString(Path.of(file("key"))).lines().toList().get(1);
        String all =
                made.out() + made.err() + run("keys", "show", "-f", file("key")).out();
        assertFalse(all.contains(body.substring(20, 40)));
    }

    @Test
    void verbs_inTheDocument_areTheseWithTheirOptions() throws IOException {
        Path document = Path.of(System.getProperty("basedir", "."), "..", "docs", "cli.md");
        List<String> rows = Files.readAllLines(document).stream()
                .filter(line -> line.startsWith("| `cnv keys "))
                .toList();
        assertEquals(3, rows.size());
        new KeyFilesVerbs().verbs().forEach(verb -> {
            String row = rows.stream()
                    .filter(line -> line.startsWith("| `" + verb.id().path().replace('.', ' ')))
                    .findFirst()
                    .orElseThrow();
            verb.parameters()
                    .forEach(parameter -> assertTrue(
                            row.contains("--" + option(parameter.name()))
                                    || row.contains(word(parameter.name()) + "`"),
                            parameter.name()));
        });
    }

    /** As it stands in a command line that takes it without a name. */
    private static String word(String parameter) {
        return " " + parameter.toUpperCase(java.util.Locale.ROOT);
    }

    private static String option(String parameter) {
        return parameter.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private Run run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<VerbModule> modules = CnvTool.modules();
        int exit = CnvTool.named(modules)
                .runtime(new Operator(modules, folder.resolve("operator"), time, new SecureRandom())
                        .runtime())
                .time(time)
                .streams(
                        InputStream.nullInputStream(),
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        new PrintStream(err, false, StandardCharsets.UTF_8))
                .environment(Map.of())
                .terminal(Terminal.NONE)
                .build()
                .run(Stream.concat(Stream.of(args), Stream.of("--output=json"))
                        .toArray(String[]::new));
        return new Run(
                exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
