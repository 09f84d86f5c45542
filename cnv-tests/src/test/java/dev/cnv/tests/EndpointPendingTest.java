package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Approval;
import dev.cnv.runtime.endpoint.Client;
import dev.cnv.runtime.endpoint.EndpointAddress;
import dev.cnv.runtime.endpoint.RemoteSession;
import dev.cnv.runtime.endpoint.Server;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.PolicyMode;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Remote calls that wait for somebody, and remote calls that are not meant. */
@Timeout(60)
class EndpointPendingTest {

    private static final CapabilityId TRANSFER = new CapabilityId("bank.transfer");
    private static final CapabilityId CLOSE = new CapabilityId("bank.close");
    private static final JsonNode FIVE =
            StrictJson.parse("{\"from\":\"alice\",\"to\":\"bob\",\"amount\":5}");
    private static final JsonNode SIX =
            StrictJson.parse("{\"from\":\"alice\",\"to\":\"bob\",\"amount\":6}");

    @TempDir
    private Path folder;

    private final SigningKey carol = SigningKey.generate(new SecureRandom());

    private Fixture fourEyes() {
        Fixture f = new Fixture(builder -> builder.policy(PolicySet.of(
                PolicyRule.allow("all").always(),
                PolicyRule.requireApproval("four-eyes", 1, "carol")
                        .when(Condition.capability("bank.transfer")))));
        f.cnv.trust(trust -> trust.withApprover(new AgentId("carol"), carol.publicKey()));
        return f;
    }

    private RemoteSession alice(Fixture f, Client client) {
        return client.open(f.credential(draft -> draft.grant("**", EffectLevel.PRIVILEGED)));
    }

    private static Denial denied(Outcome<JsonNode> outcome) {
        return assertInstanceOf(Outcome.Denied.class, outcome).denial();
    }

    private Approval approval(Fixture f, SigningKey key, JsonNode arguments) {
        return Approval.sign(
                key,
                new AgentId("carol"),
                TRANSFER,
                "1.0.0",
                CanonicalJson.digest(arguments),
                f.time.now().plusSeconds(60));
    }

    @Test
    void call_thatNeedsAnApproval_isPendingAndCanBeFinished() throws Exception {
        try (Fixture f = fourEyes();
                Server server = Server.of(f.cnv).start(EndpointAddress.unix(folder.resolve("s")));
                Client client = Client.to(server.address()).connect()) {
            RemoteSession alice = alice(f, client);
            Denial pending = denied(alice.call(TRANSFER, FIVE).outcome());
            assertEquals(Reason.APPROVAL_REQUIRED, pending.reason());
            assertEquals("carol", pending.details().get("approvers"));
            assertEquals("1", pending.details().get("count"));
            assertEquals(List.of(), f.bank.reached);

            RemoteSession other =
                    alice.with(CallOptions.NONE.approvals(List.of(approval(f, carol, SIX))));
            assertEquals(
                    Reason.APPROVAL_INVALID,
                    denied(other.call(TRANSFER, FIVE).outcome()).reason());
            RemoteSession forged =
                    alice.with(CallOptions.NONE.approvals(List.of(approval(f, f.aliceKey, FIVE))));
            assertEquals(
                    Reason.APPROVAL_INVALID,
                    denied(forged.call(TRANSFER, FIVE).outcome()).reason());
            assertEquals(List.of(), f.bank.reached);

            RemoteSession approved =
                    alice.with(CallOptions.NONE.approvals(List.of(approval(f, carol, FIVE))));
            approved.call(TRANSFER, FIVE).outcome().orThrow();
            assertEquals(1, f.bank.reached.size());
            assertEquals(
                    Reason.APPROVAL_INVALID,
                    denied(approved.call(TRANSFER, SIX).outcome()).reason());
            assertEquals(1, f.bank.reached.size());
        }
    }

    @Test
    void dryRun_overAConnection_changesNothing() throws Exception {
        try (Fixture f = new Fixture();
                Server server = Server.of(f.cnv).start(EndpointAddress.unix(folder.resolve("s")));
                Client client = Client.to(server.address()).connect()) {
            RemoteSession dry = alice(f, client).with(CallOptions.NONE.asDryRun());
            JsonNode account = StrictJson.parse("{\"account\":\"alice\"}");
            assertEquals(
                    "would close alice",
                    dry.call(CLOSE, account).outcome().orThrow().asString());
            assertTrue(f.bank.cents.containsKey("alice"));
            assertTrue(f.ledger.decisions().getLast().dryRun());
            assertEquals(
                    Reason.DRY_RUN_UNSUPPORTED,
                    denied(dry.call(TRANSFER, FIVE).outcome()).reason());
            assertFalse(f.bank.reached.contains("transfer"));
        }
    }

    @Test
    void dryRunMode_ofTheServedRuntime_withholdsOverAConnectionToo() throws Exception {
        try (Fixture f = new Fixture(builder -> builder.policyMode(PolicyMode.DRY_RUN));
                Server server = Server.of(f.cnv).start(EndpointAddress.unix(folder.resolve("s")));
                Client client = Client.to(server.address()).connect()) {
            assertInstanceOf(
                    Outcome.Withheld.class,
                    alice(f, client).call(TRANSFER, FIVE).outcome());
            assertEquals(List.of(), f.bank.reached);
        }
    }
}
