package dev.cnv.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.crypto.KeyFile;
import dev.cnv.runtime.crypto.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Tokens minted, handed on, shown and checked with files alone. */
class TokenFilesTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void makeKeys() throws IOException {
        for (String name : List.of("root", "alice", "bot", "other")) {
            SigningKey key = SigningKey.generate(new SecureRandom());
            KeyFile.write(folder.resolve(name + ".key"), key);
            KeyFile.writePublic(folder.resolve(name + ".pub"), key.publicKey());
        }
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    private ToolRun run(String... words) {
        return ToolRun.of(folder.resolve("operator"), words);
    }

    private ToolRun mint(String... more) {
        return run(with(
                new String[] {
                    "token",
                    "mint",
                    "--key",
                    at("root.key"),
                    "--holder",
                    at("alice.pub"),
                    "--agent=alice",
                    "--grant=file.**<=MUTATE",
                    "--until=PT1H",
                    "--may-hand-on=2",
                    "--out",
                    at("alice.chain"),
                    "--output=json"
                },
                more));
    }

    private ToolRun delegate(String... more) {
        return run(with(
                new String[] {
                    "token",
                    "delegate",
                    at("alice.chain"),
                    "--key",
                    at("alice.key"),
                    "--holder",
                    at("bot.pub"),
                    "--agent=alice/bot",
                    "--out",
                    at("bot.chain"),
                    "--output=json"
                },
                more));
    }

    private ToolRun verify(String chain, String... more) {
        return run(with(
                new String[] {
                    "token", "verify", at(chain), "--trust", at("root.pub"), "--output=json"
                },
                more));
    }

    private static String[] with(String[] words, String... more) {
        return Stream.of(words, more).flatMap(Stream::of).toArray(String[]::new);
    }

    @Test
    void mintDelegateInspect_eachLink_saysWhatWasNarrowed() {
        ToolRun minted = mint("--uses=10", "--description=for the holidays");
        assertEquals(0, minted.exit(), minted.err());
        ToolRun handed = delegate(
                "--grant=file.read<=READ_ONLY",
                "--where=path=subpath:docs",
                "--until=PT10M",
                "--uses=3",
                "--audience=reader",
                "--forbid=file.delete");
        assertEquals(0, handed.exit(), handed.err());

        JsonNode links =
                run("token", "inspect", at("bot.chain"), "--output=json").json().get("links");
        assertEquals(2, links.size());
        assertEquals("alice", links.at("/0/to").stringValue());
        assertEquals("for the holidays", links.at("/0/description").stringValue());
        assertEquals(0, links.at("/0/narrowed").size());
        assertEquals("alice", links.at("/1/from").stringValue());
        assertEquals("alice/bot", links.at("/1/to").stringValue());
        assertEquals(3, links.at("/1/uses").intValue());
        String narrowed = links.at("/1/narrowed").toString();
        for (String part : List.of(
                "grants file.read up to READ_ONLY where path",
                "forbids file.delete",
                "at most 3 uses, not 10",
                "only for reader",
                "ends ",
                "at most 2 links, not 3")) {
            assertTrue(narrowed.contains(part), part + " is not in " + narrowed);
        }
        String table = run("token", "inspect", at("bot.chain")).out();
        assertTrue(table.contains("NOT VERIFIED"), table);
        assertTrue(table.contains("alice/bot"), table);
    }

    @Test
    void delegate_wider_isRefusedPartByPart() {
        mint("--uses=10");
        ToolRun run = delegate(
                "--grant=account.*<=PRIVILEGED", "--uses=11", "--until=PT2H", "--may-hand-on=5");
        assertEquals(3, run.exit());
        assertTrue(run.err().contains("[chain-widens]"), run.err());
        for (String part : List.of("capability", "maximumUses", "expires", "maxDepth")) {
            assertTrue(run.err().contains(part), part + " is not in " + run.err());
        }
        assertFalse(Files.exists(folder.resolve("bot.chain")));
    }

    @Test
    void delegate_withSomebodyElsesKey_isRefused() {
        mint();
        ToolRun run = run(
                "token",
                "delegate",
                at("alice.chain"),
                "--key",
                at("other.key"),
                "--holder",
                at("bot.pub"),
                "--agent=alice/bot",
                "--grant=file.read<=READ_ONLY",
                "--out",
                at("bot.chain"));
        assertEquals(2, run.exit());
        assertTrue(run.err().contains("is not the holder's key"), run.err());
    }

    @Test
    void verify_goodChain_printsEachCheck() {
        mint();
        delegate("--grant=file.read<=READ_ONLY");
        ToolRun run = verify("bot.chain");
        assertEquals(0, run.exit(), run.err());
        JsonNode checks = run.json().get("checks");
        assertEquals(9, checks.size());
        checks.forEach(check -> assertEquals("ok", check.get("result").stringValue()));
        assertTrue(run.json().get("principal").stringValue().startsWith("alice/bot"));

        ToolRun shown = ToolRun.of(
                folder.resolve("operator"),
                true,
                "token",
                "verify",
                at("bot.chain"),
                "--trust",
                at("root.pub"));
        assertTrue(shown.out().contains("\u2714"), shown.out());
    }

    @Test
    void verify_refusedChain_saysWhichCheckFailed() throws IOException {
        mint("--audience=reader");
        failing(
                verify("alice.chain", "--audience=writer"),
                "audience-mismatch",
                "for this audience");
        assertEquals(0, verify("alice.chain", "--audience=reader").exit());
        failing(
                verify("alice.chain", "--audience=reader", "--at=2099-01-01T00:00:00Z"),
                "credential-expired",
                "inside its window");
        ToolRun stranger = run("token", "verify", at("alice.chain"), "--trust", at("other.pub"));
        failing(stranger, "credential-unknown", "link 1 is issued by a trusted root");
        delegate("--grant=file.read<=READ_ONLY");
        String text = Files.readString(folder.resolve("bot.chain")).strip();
        char last = text.charAt(text.length() - 6);
        Files.writeString(
                folder.resolve("bot.chain"),
                text.substring(0, text.length() - 6)
                        + (last == 'A' ? 'B' : 'A')
                        + text.substring(text.length() - 5));
        failing(verify("bot.chain", "--audience=reader"), "signature-invalid", "link 2 is signed");
    }

    private static void failing(ToolRun run, String reason, String check) {
        assertEquals(3, run.exit(), run.err());
        assertTrue(run.err().contains("[" + reason + "]"), run.err());
        assertTrue(run.err().contains(check + ": refused"), run.err());
        assertEquals("", run.out());
    }

    @Test
    void mint_malformedWords_areRefusedByName() {
        refused("grant", "--grant=file.read");
        refused("level=ALL", "--grant=file.read<=ALL");
        refused("where", "--where=path");
        refused("kind=regex", "--where=path=regex:.*");
        refused("range", "--where=size=int:5");
        refused("range", "--where=size=int:a..b");
        refused("names no grant", "--where=file.write path=any");
        assertFalse(Files.exists(folder.resolve("alice.chain")));
    }

    private void refused(String part, String word) {
        ToolRun run = mint(word);
        assertEquals(2, run.exit(), word + run.err());
        assertTrue(run.err().contains(part), run.err());
    }

    @Test
    void mint_everyKindOfConstraint_isUnderstood() {
        List<String> words = new ArrayList<>();
        for (String where : List.of(
                "a=any",
                "b=exact:5",
                "c=one-of:EUR,USD",
                "d=int:1..5",
                "e=decimal:1.5..2",
                "f=subpath:docs",
                "g=prefix:x",
                "h=host:*.example.com",
                "i=cidr:10.0.0.0/8",
                "j=subset:red,true",
                "file.** k=exact:\"5\"")) {
            words.add("--where=" + where);
        }
        ToolRun run = mint(words.toArray(String[]::new));
        assertEquals(0, run.exit(), run.err());
        String grant = run.json().at("/links/0/grants/0").stringValue();
        for (String parameter : "a b c d e f g h i j k".split(" ")) {
            assertTrue(grant.contains(parameter + " is "), grant);
        }
    }

    @Test
    void mint_existingFile_isNotOverwritten() throws IOException {
        Files.writeString(folder.resolve("alice.chain"), "precious");
        assertEquals(2, mint().exit());
        assertEquals("precious", Files.readString(folder.resolve("alice.chain")));
    }

    @Test
    void mint_secretKey_isNowhereInWhatIsKept() throws IOException {
        mint();
        String secret = Files.readString(folder.resolve("root.key"))
                .lines()
                .filter(line -> !line.startsWith("-----"))
                .findFirst()
                .orElseThrow();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.endsWith("root.key")) {
                    assertFalse(Files.readString(file).contains(secret), file.toString());
                }
            }
        }
    }

    private ToolRun revoke(String link, String key) {
        return run(
                "token",
                "revoke",
                at("bot.chain"),
                "--link",
                link,
                "--key",
                at(key),
                "--list",
                at("revoked.list"),
                "--reason=misused",
                "--output=json");
    }

    @Test
    void revoke_again_makesTheNextVersionOfTheList() throws IOException {
        mint();
        delegate("--grant=file.read<=READ_ONLY");
        ToolRun first = revoke("2", "root.key");
        assertEquals(0, first.exit(), first.err());
        assertEquals(1, first.json().get("version").intValue());
        ToolRun second = revoke("1", "root.key");
        assertEquals(2, second.json().get("version").intValue());
        assertEquals(2, second.json().get("tokens").size());
        var list = dev.cnv.runtime.delegation.RevocationList.parse(
                Files.readAllBytes(folder.resolve("revoked.list")));
        assertEquals(2, list.version());
        assertEquals(
                dev.cnv.runtime.delegation.RevocationReason.MISUSED,
                list.entries().firstEntry().getValue().reason());
    }

    @Test
    void revoke_listOfAnotherKeyOrNoListOrNoLink_isRefused() throws IOException {
        mint();
        delegate("--grant=file.read<=READ_ONLY");
        revoke("2", "root.key");
        byte[] before = Files.readAllBytes(folder.resolve("revoked.list"));
        assertEquals(2, revoke("1", "alice.key").exit());
        assertEquals(2, revoke("3", "root.key").exit());
        org.junit.jupiter.api.Assertions.assertArrayEquals(
                before, Files.readAllBytes(folder.resolve("revoked.list")));
        before[before.length - 1] ^= 1;
        Files.write(folder.resolve("revoked.list"), before);
        assertEquals(2, revoke("1", "root.key").exit());
    }

    @Test
    void inspect_noChain_isRefused() throws IOException {
        Files.writeString(folder.resolve("alice.chain"), "cnv-chain-v1:AAAA");
        ToolRun run = run("token", "inspect", at("alice.chain"));
        assertEquals(3, run.exit());
        assertTrue(run.err().contains("[credential-malformed]"), run.err());
    }
}
