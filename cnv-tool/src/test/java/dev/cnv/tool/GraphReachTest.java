package dev.cnv.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.crypto.KeyFile;
import dev.cnv.runtime.crypto.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code cnv graph who-can}, over the tool's own verbs. */
class GraphReachTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void writeFiles() throws IOException {
        for (String name : List.of("root", "alice", "bot", "stranger")) {
            SigningKey key = SigningKey.generate(new SecureRandom());
            KeyFile.write(folder.resolve(name + ".key"), key);
            KeyFile.writePublic(folder.resolve(name + ".pub"), key.publicKey());
        }
        policy("""
                permit reads when level <= READ_ONLY;
                permit keys when capability cnv.keys.**;
                forbid no-edges "edges are secret"
                    when capability cnv.graph.export and arg form = "JSON";
                permit impact when capability cnv.graph.impact;
                approval keys-by-two by 1 of "bob" when capability cnv.keys.generate;
                """);
        mint("root", "alice", "--grant=cnv.**<=MUTATE", "--may-hand-on=1");
        run(
                "token",
                "delegate",
                at("alice.chain"),
                "--key",
                at("alice.key"),
                "--holder",
                at("bot.pub"),
                "--agent=alice/bot",
                "--grant=cnv.graph.*<=READ_ONLY",
                "--where=cnv.graph.* path=prefix:app",
                "--out",
                at("bot.chain"));
        mint("stranger", "stranger", "--grant=cnv.**<=PRIVILEGED");
    }

    private void mint(String by, String holder, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "token",
                "mint",
                "--key",
                at(by + ".key"),
                "--holder",
                at(holder + ".pub"),
                "--agent=" + holder,
                "--until=PT1H",
                "--out",
                at(holder + ".chain")));
        words.addAll(List.of(more));
        ToolRun run = run(words.toArray(String[]::new));
        assertEquals(0, run.exit(), run.err());
    }

    private void policy(String text) throws IOException {
        Files.writeString(folder.resolve("policy.txt"), text);
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    private ToolRun run(String... words) {
        return ToolRun.of(folder.resolve("operator"), words);
    }

    private ToolRun whoCan(String... more) {
        List<String> words = new ArrayList<>(List.of("graph", "who-can"));
        for (String name : List.of("alice", "bot", "stranger")) {
            words.add("--token=" + at(name + ".chain"));
        }
        words.addAll(List.of("--trust=" + at("root.pub"), "--policy=" + at("policy.txt")));
        words.addAll(List.of(more));
        return run(words.toArray(String[]::new));
    }

    private static Map<String, JsonNode> byToken(JsonNode found) {
        Map<String, JsonNode> lines = new TreeMap<>();
        found.get("lines")
                .forEach(line -> lines.put(
                        Path.of(line.get("token").stringValue()).getFileName().toString(), line));
        return lines;
    }

    @Test
    void whoCan_oneVerb_answersForEachToken() {
        ToolRun run = whoCan("--capability=cnv.graph.impact", "--output=json");
        assertEquals(0, run.exit(), run.err());
        Map<String, JsonNode> lines = byToken(run.json());
        assertEquals("yes", lines.get("alice.chain").get("answer").stringValue());
        assertEquals("alice", lines.get("alice.chain").get("through").stringValue());
        assertEquals("rule impact", lines.get("alice.chain").get("because").stringValue());
        assertEquals("cnv.graph.impact", lines.get("alice.chain").get("way").stringValue());
        assertEquals("depends", lines.get("bot.chain").get("answer").stringValue());
        assertEquals("alice > alice/bot", lines.get("bot.chain").get("through").stringValue());
        assertEquals(
                "depends on argument path is a text that begins with \"app\"",
                lines.get("bot.chain").get("because").stringValue());
        JsonNode stranger = lines.get("stranger.chain");
        assertEquals("no", stranger.get("answer").stringValue());
        assertEquals("", stranger.get("through").stringValue());
        assertTrue(stranger.get("because").stringValue().contains("trusted"), stranger::toString);
    }

    @Test
    void whoCan_argumentOrApprovalDecides_isNoYes() {
        JsonNode export = byToken(
                        whoCan("--capability=cnv.graph.export", "--output=json").json())
                .get("alice.chain");
        assertEquals(
                "depends on argument form (rule no-edges)",
                export.get("because").stringValue());
        JsonNode found =
                whoCan("--capability=cnv.keys.generate", "--output=json").json();
        assertEquals(0, found.get("yes").intValue());
        assertEquals(
                "depends on approval by 1 of bob (rule keys-by-two)",
                byToken(found).get("alice.chain").get("because").stringValue());
        assertEquals("no", byToken(found).get("bot.chain").get("answer").stringValue());
    }

    @Test
    void whoCan_allVerbs_showsWhatMayBeYes() {
        ToolRun all = whoCan("--output=json");
        JsonNode lines = all.json().get("lines");
        assertTrue(lines.size() > 10, all.out());
        lines.forEach(
                line -> assertTrue(!line.get("answer").stringValue().equals("no"), line::toString));
        assertTrue(all.json().get("no").intValue() > 20, all.out());
        JsonNode yes = whoCan("--answers=YES", "--output=json").json();
        assertEquals(yes.get("yes").intValue(), yes.get("lines").size());
        String table = whoCan("--capability=cnv.graph.impact").out();
        assertTrue(table.contains("alice > alice/bot"), table);
        assertTrue(table.contains("depends on argument path"), table);
    }

    @Test
    void whoCan_tokenIsOver_isNo() {
        JsonNode found = whoCan(
                        "--capability=cnv.graph.impact",
                        "--at=2100-01-01T00:00:00Z",
                        "--output=json")
                .json();
        assertEquals(3, found.get("no").intValue());
        assertEquals("2100-01-01T00:00:00Z", found.get("at").stringValue());
    }

    @Test
    void whoCan_revokedLink_isNoForItAndWhatIsBelow() {
        ToolRun revoke = run(
                "token",
                "revoke",
                at("alice.chain"),
                "--link=1",
                "--key",
                at("root.key"),
                "--list",
                at("revoked"));
        assertEquals(0, revoke.exit(), revoke.err());
        JsonNode found = whoCan(
                        "--capability=cnv.graph.impact",
                        "--revocations=" + at("revoked"),
                        "--output=json")
                .json();
        assertEquals(3, found.get("no").intValue(), found::toString);
    }

    @Test
    void whoCan_unknownVerbOrNobodyTrusted_isRefused() {
        ToolRun unknown = whoCan("--capability=cnv.graph.imapct");
        assertEquals(2, unknown.exit(), unknown.out());
        assertTrue(unknown.err().contains("none of the"), unknown.err());
        ToolRun nobody = run(
                "graph", "who-can", "--token=" + at("alice.chain"), "--policy=" + at("policy.txt"));
        assertTrue(nobody.exit() != 0, nobody.out());
        assertTrue(nobody.err().contains("neither trust nor ca"), nobody.err());
    }
}
