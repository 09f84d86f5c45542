package dev.cnv.runtime.delegation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.TenantId;
import dev.cnv.testing.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Tokens, chains, approvals and credentials, byte for byte, and that what was kept is still accepted.
 * A change of a golden file is a new version of the format.
 */
class DelegationGoldenTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final AgentId ALICE = new AgentId("alice");
    private static final CapabilityId TRANSFER = new CapabilityId("account.transfer");
    private static final Digest ARGUMENTS = Digest.of("{}");
    private static final Trust TRUST =
            Trust.of(FixedKeys.ROOT.publicKey()).withApprover(ALICE, FixedKeys.ALICE.publicKey());

    @TempDir
    private Path folder;

    /** Two links with each kind of constraint, and texts that must be escaped. */
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
                        .where(
                                "currency",
                                ArgumentConstraint.oneOf(
                                        JSON.stringNode("EUR"),
                                        JSON.numberNode(1.50),
                                        JSON.booleanNode(true))));
        TokenDraft bot = TokenDraft.to(FixedKeys.BOT.publicKey(), "alice/bot", "llm")
                .between(Keys.NOW.plusSeconds(60), Keys.LATER)
                .grant(Grant.of("file.read", EffectLevel.READ_ONLY)
                        .where("path", ArgumentConstraint.subPath("docs/./a//b/")));
        return Chain.issue(FixedKeys.ROOT, alice).delegate(FixedKeys.ALICE, bot);
    }

    @Test
    void chainText_twoLinks_isTheseBytes() {
        GoldenFile.assertMatches(getClass(), "chain.json", chain().text());
    }

    @Test
    void payload_eachLink_isTheseBytes() {
        SignedToken first = chain().tokens().getFirst();
        GoldenFile.assertMatches(getClass(), "token-first.json", first.payload());
        GoldenFile.assertMatches(
                getClass(), "token-last.json", chain().tokens().getLast().payload());
        assertEquals(chain().tokenDigests().getFirst(), Digest.of(first.payload()));
    }

    @Test
    void chainText_kept_isStillReadAndHolds() throws IOException {
        Chain kept = Chain.parse(Files.readString(GoldenFile.file(getClass(), "chain.json")));
        assertEquals(chain(), kept);
        AuthenticationResult result = TRUST.authenticate(
                new Credential.Held(kept, FixedKeys.BOT), Keys.CHALLENGE, Keys.NOW.plusSeconds(60));
        assertInstanceOf(AuthenticationResult.Authenticated.class, result, result::toString);
    }

    @Test
    void approvalText_isTheseBytesAndTheKeptOneHolds() throws IOException {
        Approval approval = Approval.sign(
                FixedKeys.ALICE, ALICE, TRANSFER, "1.0.0-rc.1", ARGUMENTS, Keys.LATER);
        GoldenFile.assertMatches(getClass(), "approval.json", approval.text());
        Approval kept =
                Approval.parse(Files.readString(GoldenFile.file(getClass(), "approval.json")));
        assertEquals(approval, kept);
        assertEquals(
                Optional.empty(), TRUST.verify(kept, TRANSFER, "1.0.0-rc.1", ARGUMENTS, Keys.NOW));
    }

    @Test
    void credentialFile_isTheseBytesAndTheKeptOneIsRead() throws IOException {
        Path file = folder.resolve("bot.json");
        CredentialFile.write(file, new Credential.Held(chain(), FixedKeys.BOT));
        GoldenFile.assertMatches(getClass(), "credential.json", Files.readAllBytes(file));
        // A copy of the kept bytes, for permissions do not survive a version control system.
        Files.write(file, Files.readAllBytes(GoldenFile.file(getClass(), "credential.json")));
        assertEquals(new Credential.Held(chain(), FixedKeys.BOT), CredentialFile.read(file));
    }
}
