package dev.cnv.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.crypto.KeyFile;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.CredentialFile;
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
    void credential_chainAndItsHoldersKey_isWhatACallerCallsWith() throws Exception {
        mint();
        ToolRun run = credential("alice.key");
        assertEquals(0, run.exit(), run.err());
        Credential.Held held = CredentialFile.read(folder.resolve("alice.cred"));
        assertEquals(held.chain().digest().hex(), run.json().get("chain").stringValue());
        assertEquals(1, run.json().get("links").intValue());

        ToolRun again = credential("alice.key");
        assertEquals(2, again.exit(), again.err());
        assertTrue(again.err().contains("alice.cred exists"), again.err());
    }

    @Test
    void credential_keyOfSomebodyElse_isRefusedAndNothingIsWritten() {
        mint();
        ToolRun run = credential("bot.key");
        assertEquals(2, run.exit(), run.err());
        assertTrue(run.err().contains("is not the key of the last holder"), run.err());
        assertFalse(Files.exists(folder.resolve("alice.cred")));
    }

    private ToolRun credential(String key) {
        return run(
                "token",
                "credential",
                at("alice.chain"),
                "--key",
                at(key),
                "--out",
                at("alice.cred"),
                "--output=json");
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
    void verify_chainWhoseLinksAllHaveUses_holds() {
        mint("--uses=10");
        delegate("--grant=file.read<=READ_ONLY", "--uses=3");
        ToolRun run = verify("bot.chain");
        assertEquals(0, run.exit(), run.err());
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
                    assertFalse(
                            Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1)
                                    .contains(secret),
                            file.toString());
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

    private ToolRun verifyRevoked(String chain, String... lists) {
        return verify(
                chain,
                Stream.of(lists).map(list -> "--revocations=" + at(list)).toArray(String[]::new));
    }

    private void revokeInto(String list, String chain, String link, String key) {
        ToolRun run = run(
                "token",
                "revoke",
                at(chain),
                "--link=" + link,
                "--key",
                at(key),
                "--list",
                at(list));
        assertEquals(0, run.exit(), run.err());
    }

    @Test
    void verify_listOfAnIssuer_revokesWhatIsBelow() throws IOException {
        mint();
        delegate("--grant=file.read<=READ_ONLY");
        revokeInto("alice.list", "bot.chain", "2", "alice.key");
        failing(verifyRevoked("bot.chain", "alice.list"), "credential-revoked", "not revoked");
        ToolRun above = verifyRevoked("alice.chain", "alice.list");
        assertEquals(0, above.exit(), above.err());
        String note = above.json().at("/revocations/0").stringValue();
        assertTrue(note.contains("version=1 of key="), note);
        assertTrue(note.contains("rollback"), note);

        revokeInto("root.list", "bot.chain", "1", "root.key");
        failing(verifyRevoked("alice.chain", "root.list"), "credential-revoked", "not revoked");
        failing(
                verifyRevoked("bot.chain", "root.list", "alice.list"),
                "credential-revoked",
                "not revoked");
    }

    @Test
    void verify_listOfAKeyWithoutASay_isRefused() {
        mint();
        delegate("--grant=file.read<=READ_ONLY");
        revokeInto("other.list", "bot.chain", "1", "other.key");
        refusedLists("revocation-not-allowed", "neither a trusted root", "other.list");
        // The holder of a link stands in the chain, and issued no part of what it names.
        revokeInto("bot.list", "bot.chain", "2", "bot.key");
        refusedLists("revocation-not-allowed", "issued neither token=", "bot.list");
        revokeInto("alice.list", "bot.chain", "1", "alice.key");
        refusedLists("revocation-not-allowed", "issued neither token=", "alice.list");
    }

    private void refusedLists(String reason, String part, String... lists) {
        ToolRun run = verifyRevoked("bot.chain", lists);
        assertTrue(run.exit() != 0, run.out());
        assertTrue(run.err().contains("[" + reason + "]"), run.err());
        assertTrue(run.err().contains(part), run.err());
    }

    @Test
    void verify_twoListsOfAKey_takesTheNewerAndRefusesARollback() throws IOException {
        mint();
        delegate("--grant=file.read<=READ_ONLY");
        revokeInto("one.list", "bot.chain", "2", "root.key");
        Files.copy(folder.resolve("one.list"), folder.resolve("two.list"));
        revokeInto("two.list", "bot.chain", "1", "root.key");
        for (String[] order : new String[][] {{"one.list", "two.list"}, {"two.list", "one.list"}}) {
            failing(verifyRevoked("alice.chain", order), "credential-revoked", "not revoked");
        }
        assertEquals(0, verifyRevoked("alice.chain", "one.list", "one.list").exit());
        // Another history of the same key: version 1 with something else.
        revokeInto("fork.list", "bot.chain", "1", "root.key");
        refusedLists("revocation-rolled-back", "version=1", "one.list", "fork.list");
        revokeInto("fork.list", "alice.chain", "1", "root.key");
        refusedLists("revocation-rolled-back", "lacks token=", "one.list", "fork.list");
    }

    @Test
    void verify_listThatIsNoneOrAltered_isRefused() throws IOException {
        mint();
        delegate("--grant=file.read<=READ_ONLY");
        revokeInto("one.list", "bot.chain", "2", "root.key");
        byte[] bytes = Files.readAllBytes(folder.resolve("one.list"));
        bytes[bytes.length - 1] ^= 1;
        Files.write(folder.resolve("one.list"), bytes);
        refusedLists("parameter-malformed", "no signed revocation list", "one.list");
        refusedLists("parameter-malformed", "does not exist", "missing.list");
    }

    private void copyCertificates() throws IOException {
        for (String name : List.of("ca.pem", "alice.pem", "acme.crl", "revoked.crl", "alice.key")) {
            try (var in = TokenFilesTest.class.getResourceAsStream("certificates/" + name)) {
                Files.write(folder.resolve("acme-" + name), in.readAllBytes());
            }
        }
        Files.setPosixFilePermissions(
                folder.resolve("acme-alice.key"),
                java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    }

    private ToolRun mintVouched(String agent, String... more) {
        return run(with(
                new String[] {
                    "token",
                    "mint",
                    "--key",
                    at("acme-alice.key"),
                    "--holder",
                    at("alice.pub"),
                    "--agent=" + agent,
                    "--grant=file.**<=MUTATE",
                    "--until=PT1H",
                    "--out",
                    at("acme.chain")
                },
                more));
    }

    private ToolRun verifyVouched(String... more) {
        return run(with(new String[] {"token", "verify", at("acme.chain"), "--output=json"}, more));
    }

    private String ca() {
        return "--ca=" + at("acme-ca.pem");
    }

    private String crl(String name) {
        return "--crl=" + at("acme-" + name);
    }

    @Test
    void verify_keyThatACertificateVouchesFor_holds() throws IOException {
        copyCertificates();
        ToolRun minted =
                mintVouched("acme.example/alice", "--certificates=" + at("acme-alice.pem"));
        assertEquals(0, minted.exit(), minted.err());
        ToolRun run = verifyVouched(ca(), crl("acme.crl"));
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.json().get("vouchedBy").stringValue().contains("CN=Alice"), run.out());
        ToolRun shown = run("token", "inspect", at("acme.chain"), "--output=json");
        assertEquals("[\"CN=Alice,O=Acme\"]", shown.json().get("certificates").toString());

        failing(
                verifyVouched(ca(), crl("revoked.crl")),
                "key-not-vouched",
                "link 1 is issued by a trusted root");
        failing(verifyVouched(ca()), "key-not-vouched", "link 1 is issued by a trusted root");
        failing(
                verifyVouched("--trust=" + at("root.pub")),
                "credential-unknown",
                "link 1 is issued by a trusted root");
        failing(
                verifyVouched(ca(), crl("acme.crl"), "--tenant=other"),
                "key-name-mismatch",
                "link 1 can be read and begins the chain");
        assertTrue(verifyVouched().err().contains("[parameter-missing]"));
        assertTrue(verifyVouched("--ca=" + at("root.pub")).err().contains("no certificate"));
    }

    @Test
    void verify_otherAgentThanTheCertificateNames_isRefused() throws IOException {
        copyCertificates();
        mintVouched("acme.example/root", "--certificates=" + at("acme-alice.pem"));
        failing(
                verifyVouched(ca(), crl("acme.crl")),
                "key-name-mismatch",
                "link 1 can be read and begins the chain");
    }

    @Test
    void verify_pathInAFileOfItsOwn_isTaken() throws IOException {
        copyCertificates();
        mintVouched("acme.example/alice");
        failing(
                verifyVouched(ca(), crl("acme.crl")),
                "credential-unknown",
                "link 1 is issued by a trusted root");
        ToolRun run =
                verifyVouched(ca(), crl("acme.crl"), "--certificates=" + at("acme-alice.pem"));
        assertEquals(0, run.exit(), run.err());
    }

    @Test
    void showKey_withItsCertificate_saysWhoseItIs() throws IOException {
        copyCertificates();
        String[] words = {
            "keys",
            "show",
            "--file",
            at("acme-alice.key"),
            "--certificates=" + at("acme-alice.pem"),
            ca(),
            "--output=json"
        };
        ToolRun run = run(with(words, crl("acme.crl")));
        assertEquals(0, run.exit(), run.err());
        assertTrue(
                run.json().get("owner").stringValue().startsWith("acme.example/alice (person)"),
                run.out());
        ToolRun revoked = run(with(words, crl("revoked.crl")));
        assertEquals(3, revoked.exit());
        assertTrue(revoked.err().contains("[key-not-vouched]"), revoked.err());
        words[3] = at("alice.pub");
        ToolRun other = run(with(words, crl("acme.crl")));
        assertTrue(other.err().contains("the certificate is for key="), other.err());
    }
}
