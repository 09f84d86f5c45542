package dev.cnv.runtime.delegation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.crypto.CertificateTrust;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.TenantId;
import dev.cnv.testing.GoldenFile;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Tokens, chains, approvals, proofs and credentials, byte for byte, and that what was kept is still
 * accepted. A change of a golden file is a new version of the format.
 */
class DelegationGoldenTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final AgentId ALICE = new AgentId("alice");
    private static final CapabilityId TRANSFER = new CapabilityId("account.transfer");
    private static final Digest ARGUMENTS = Digest.of("{}");
    private static final Trust TRUST = Trust.of(FixedKeys.ROOT.publicKey())
            .withApprover(ALICE, FixedKeys.ALICE.publicKey())
            .withAudience("east");

    /** The payload of {@link #smallToken}, typed in and split by its keys. */
    private static final String SMALL = "ac"
            + "0101" // version
            + "0258210"
            + "1d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a" // issuer
            + "0358210"
            + "13d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c" // holder
            + "0465" + "616c696365" // agent "alice"
            + "0566" + "706572736f6e" // agentType "person"
            + "0667" + "64656661756c74" // tenant "default"
            + "0765" + "616c696365" // root "alice"
            + "0901" // depth
            + "0a01" // maxDepth
            + "0b1a69a42a40" // notBefore 2026-03-01T12:00:00Z
            + "0c1a69a43850" // expires an hour later
            + "0f81" + "83" + "66" + "66696c652e2a" + "01" + "a0"; // grants file.* MUTATE

    @TempDir
    private Path folder;

    private static Chain smallToken() {
        return Chain.issue(
                FixedKeys.ROOT,
                TokenDraft.to(FixedKeys.ALICE.publicKey(), "alice", "person")
                        .between(Keys.NOW, Keys.LATER)
                        .grant("file.*", EffectLevel.MUTATE));
    }

    /** Two links with every field and each kind of constraint. */
    private static Chain chain() {
        TokenDraft alice = TokenDraft.to(FixedKeys.ALICE.publicKey(), "alice", "person")
                .tenant(new TenantId("acme"))
                .between(Keys.NOW, Keys.LATER)
                .mayHandOn(2)
                .grant("file.**", EffectLevel.MUTATE)
                .grant(Grant.of("account.*", EffectLevel.NETWORK)
                        .where("cents", ArgumentConstraint.between(Long.MIN_VALUE, Long.MAX_VALUE))
                        .where("to", ArgumentConstraint.any())
                        .where("memo", ArgumentConstraint.prefix("\"\\\u0001\u00e9\ud83d\ude00"))
                        .where("from", ArgumentConstraint.exactly("savings"))
                        .where(
                                "rate",
                                ArgumentConstraint.decimalBetween(
                                        new BigDecimal("-0.05"), new BigDecimal("1.5")))
                        .where("host", ArgumentConstraint.hostIn("*.example.com", "b.test"))
                        .where("address", ArgumentConstraint.cidrIn("10.0.0.0/8", "fd00::/8"))
                        .where("days", ArgumentConstraint.subsetOf("mon", "tue"))
                        .where(
                                "path",
                                ArgumentConstraint.allOf(
                                        ArgumentConstraint.prefix("a"),
                                        ArgumentConstraint.subPath("a/b")))
                        .where(
                                "currency",
                                ArgumentConstraint.oneOf(
                                        JSON.stringNode("EUR"),
                                        JSON.numberNode(1.50),
                                        JSON.booleanNode(true))))
                .forbid("file.delete", "account.close.**")
                .maximumUses(1000)
                .audience("east", "west")
                .requireApprovals(1, FixedKeys.BOT.publicKey(), FixedKeys.ROOT.publicKey())
                .policyFloor(Digest.of("policy"))
                .described("what alice may do", "demo", "golden");
        TokenDraft bot = TokenDraft.to(FixedKeys.BOT.publicKey(), "alice/bot", "llm")
                .between(Keys.NOW.plusSeconds(60), Keys.LATER)
                .onlyNouns("file")
                .onlyVerbs("list", "read")
                .grant(Grant.of("file.read", EffectLevel.READ_ONLY)
                        .where("path", ArgumentConstraint.subPath("docs/./a//b/")));
        return Chain.issue(FixedKeys.ROOT, alice).delegate(FixedKeys.ALICE, bot);
    }

    @Test
    void payload_smallToken_isTheTypedBytes() {
        byte[] payload = smallToken().tokens().getFirst().untrustedPayload();
        assertEquals(SMALL, HexFormat.of().formatHex(payload));
        assertEquals(Keys.last(smallToken()), TokenFormat.read(HexFormat.of().parseHex(SMALL)));
    }

    @Test
    void chainText_twoLinks_isTheseBytes() {
        GoldenFile.assertMatches(getClass(), "chain.txt", chain().text() + "\n");
    }

    /** A chain with a path; the certificates are good from 2026 to 2126, and their issuer's key is gone. */
    private static Chain vouchedChain() {
        return Chain.issue(
                        FixedKeys.ROOT,
                        TokenDraft.to(FixedKeys.ALICE.publicKey(), "acme.example/alice", "person")
                                .between(Keys.NOW, Keys.LATER)
                                .grant("file.*", EffectLevel.MUTATE))
                .vouchedForBy(
                        List.of(CertificateTrust.certificate(keptBytes("root-certificate.hex"))));
    }

    private static byte[] keptBytes(String name) {
        try {
            Path file = GoldenFile.file(DelegationGoldenTest.class, name);
            return HexFormat.of().parseHex(Files.readString(file).strip());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Trust in the authority whose certificate is kept, with its list. */
    static Trust authorityTrust() {
        return Trust.of()
                .withCertificateAuthorities(new PrincipalAuthorities(
                        CertificateTrust.of(CertificateTrust.certificate(
                                        keptBytes("authority-certificate.hex")))
                                .withRevocationLists(List.of(CertificateTrust.revocationList(
                                        keptBytes("authority-list.hex")))),
                        TenantId.DEFAULT));
    }

    @Test
    void vouchedChainText_isTheseBytesAndTheKeptOneHolds() throws IOException {
        GoldenFile.assertMatches(getClass(), "vouched-chain.txt", vouchedChain().text() + "\n");
        Chain kept =
                Chain.parse(Files.readString(GoldenFile.file(getClass(), "vouched-chain.txt")));
        assertEquals(vouchedChain(), kept);
        ChainVerdict verdict = Keys.verifier().verify(kept, authorityTrust(), Keys.NOW);
        assertInstanceOf(ChainVerdict.Holds.class, verdict, verdict::toString);
    }

    @Test
    void tokens_eachLink_isTheseBytes() {
        SignedToken first = chain().tokens().getFirst();
        GoldenFile.assertMatches(
                getClass(), "token-first.hex", HexFormat.of().formatHex(first.bytes()) + "\n");
        GoldenFile.assertMatches(
                getClass(),
                "token-last.hex",
                HexFormat.of().formatHex(chain().tokens().getLast().bytes()) + "\n");
        assertEquals(chain().tokenDigests().getFirst(), Digest.of(first.bytes()));
    }

    @Test
    void chainText_kept_isStillReadAndHolds() throws IOException {
        Chain kept = Chain.parse(Files.readString(GoldenFile.file(getClass(), "chain.txt")));
        assertEquals(chain(), kept);
        AuthenticationResult result = Keys.authenticate(
                TRUST, new Credential.Held(kept, FixedKeys.BOT), Keys.NOW.plusSeconds(60));
        assertInstanceOf(AuthenticationResult.Authenticated.class, result, result::toString);
    }

    @Test
    void approvalText_isTheseBytesAndTheKeptOneHolds() throws IOException {
        Approval approval = Approval.sign(
                FixedKeys.ALICE, ALICE, TRANSFER, "1.0.0-rc.1", ARGUMENTS, Keys.LATER);
        GoldenFile.assertMatches(getClass(), "approval.txt", approval.text() + "\n");
        Approval kept =
                Approval.parse(Files.readString(GoldenFile.file(getClass(), "approval.txt")));
        assertEquals(approval, kept);
        assertInstanceOf(
                ApprovalCheck.Hold.class,
                ApprovalCheck.of(
                        List.of(kept),
                        TRUST,
                        Authority.none(),
                        TRANSFER,
                        "1.0.0-rc.1",
                        ARGUMENTS,
                        Keys.NOW));
    }

    @Test
    void possessionText_isTheseBytesAndTheKeptOneHolds() throws IOException {
        PossessionProof proof = PossessionProof.sign(
                FixedKeys.ALICE,
                smallToken(),
                TRANSFER,
                ARGUMENTS,
                "east",
                Keys.NOW,
                new java.util.Random(1));
        GoldenFile.assertMatches(getClass(), "possession.txt", proof.text() + "\n");
        PossessionProof kept = PossessionProof.parse(
                Files.readString(GoldenFile.file(getClass(), "possession.txt")));
        assertEquals(proof, kept);
        assertInstanceOf(
                AuthenticationResult.Authenticated.class,
                Keys.verifier()
                        .authenticate(smallToken(), kept, TRANSFER, ARGUMENTS, TRUST, Keys.NOW));
    }

    /** What the fuzz targets begin with. */
    @Test
    void corpus_seeds_areTheseBytes() {
        seed("token-small", smallToken().tokens().getFirst().untrustedPayload());
        seed("token-full", chain().tokens().getFirst().untrustedPayload());
        seed("token-later", chain().tokens().getLast().untrustedPayload());
        seed("chain-one", smallToken().bytes());
        seed("chain-two", chain().bytes());
        seed("chain-vouched", vouchedChain().bytes());
        seed(
                "approval-one",
                Approval.sign(FixedKeys.ALICE, ALICE, TRANSFER, "1", ARGUMENTS, Keys.LATER)
                        .bytes());
        PossessionProof proof = PossessionProof.sign(
                FixedKeys.ALICE,
                smallToken(),
                TRANSFER,
                ARGUMENTS,
                "",
                Keys.NOW,
                new java.util.Random(1));
        seed("possession-one", proof.bytes());
        seed(
                "claims-one",
                dev.cnv.runtime.crypto.CoseSign1.parse(proof.bytes(), 8192).untrustedPayload());
    }

    private void seed(String name, byte[] bytes) {
        GoldenFile.assertMatches(
                getClass(), "corpus/" + name + ".hex", HexFormat.of().formatHex(bytes) + "\n");
    }

    @Test
    void credentialFile_isTheseBytesAndTheKeptOneIsRead() throws IOException {
        Path file = folder.resolve("bot.txt");
        CredentialFile.write(file, new Credential.Held(chain(), FixedKeys.BOT));
        GoldenFile.assertMatches(getClass(), "credential.txt", Files.readAllBytes(file));
        // A copy of the kept bytes, for permissions do not survive a version control system.
        Files.write(file, Files.readAllBytes(GoldenFile.file(getClass(), "credential.txt")));
        assertEquals(new Credential.Held(chain(), FixedKeys.BOT), CredentialFile.read(file));
    }
}
