package dev.cnv.runtime.delegation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.CapabilityPattern;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.identity.Agent;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.TenantId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** What the values of this package refuse, limit by limit. */
class LimitsTest {

    private static final Agent ALICE = Agent.of("alice", "person");
    private static final List<Grant> VERBS = List.of(Grant.of("file.*", EffectLevel.MUTATE));
    private static final Optional<Digest> PARENT = Optional.of(Digest.of("parent"));

    private static Token token(
            Agent agent, String root, Optional<Digest> parent, int depth, int maxDepth) {
        return token(agent, root, parent, depth, maxDepth, Keys.NOW, Keys.LATER, VERBS);
    }

    private static Token token(
            Agent agent,
            String root,
            Optional<Digest> parent,
            int depth,
            int maxDepth,
            Instant from,
            Instant to,
            List<Grant> verbs) {
        return new Token(
                Keys.ROOT.publicKey(),
                Keys.ALICE.publicKey(),
                agent,
                TenantId.DEFAULT,
                new AgentId(root),
                parent,
                depth,
                maxDepth,
                from,
                to,
                verbs);
    }

    private static void refused(String part, Executable made) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, made);
        assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
    }

    @Test
    void token_placeInItsChain_isChecked() {
        assertEquals(1, token(ALICE, "alice", Optional.empty(), 1, 1).depth());
        assertEquals(16, token(ALICE, "bob", PARENT, 16, 16).depth());
        refused("depth=0", () -> token(ALICE, "alice", Optional.empty(), 0, 1));
        refused("depth=3", () -> token(ALICE, "alice", PARENT, 3, 2));
        refused("maxDepth=17", () -> token(ALICE, "alice", PARENT, 2, 17));
        refused("root=bob", () -> token(ALICE, "bob", Optional.empty(), 1, 1));
        refused("parent=none", () -> token(ALICE, "alice", Optional.empty(), 2, 2));
        refused("depth=1", () -> token(ALICE, "alice", PARENT, 1, 2));
    }

    @Test
    void token_agentWithMoreThanATokenSays_isRefused() {
        Agent versioned = new Agent(ALICE.id(), "person", "2", Map.of());
        Agent described = new Agent(ALICE.id(), "person", "", Map.of("a", "b"));
        refused("version or metadata", () -> token(versioned, "alice", Optional.empty(), 1, 1));
        refused("version or metadata", () -> token(described, "alice", Optional.empty(), 1, 1));
        refused(
                "agentType=",
                () -> token(Agent.of("alice", "a b"), "alice", Optional.empty(), 1, 1));
    }

    @Test
    void token_windowAndGrants_areChecked() {
        Optional<Digest> none = Optional.empty();
        Instant half = Keys.NOW.plusMillis(1);
        refused("whole seconds", () -> token(ALICE, "alice", none, 1, 1, half, Keys.LATER, VERBS));
        refused("whole seconds", () -> token(ALICE, "alice", none, 1, 1, Keys.NOW, half, VERBS));
        refused(
                "second is later",
                () -> token(ALICE, "alice", none, 1, 1, Keys.NOW, Keys.NOW, VERBS));
        refused(
                "grantCount=0",
                () -> token(ALICE, "alice", none, 1, 1, Keys.NOW, Keys.LATER, List.of()));
        List<Grant> many = Collections.nCopies(Token.MAX_GRANT_COUNT + 1, VERBS.getFirst());
        refused(
                "grantCount=257",
                () -> token(ALICE, "alice", none, 1, 1, Keys.NOW, Keys.LATER, many));
    }

    @Test
    void payload_timeOutsideTheFormat_isRefused() {
        Optional<Digest> none = Optional.empty();
        Instant late = Instant.parse("+10000-01-01T00:00:00Z");
        refused(
                "years 1970 to 9999",
                () -> TokenFormat.payload(
                        token(ALICE, "alice", none, 1, 1, Keys.NOW, late, VERBS)));
        refused(
                "years 1970 to 9999",
                () -> TokenFormat.payload(token(
                        ALICE,
                        "alice",
                        none,
                        1,
                        1,
                        Instant.EPOCH.minusSeconds(1),
                        Keys.NOW,
                        VERBS)));
    }

    @Test
    void payload_argumentsBeyondLimits_areRefused() {
        String payload = CanonicalJson.text(StrictJson.parse(new String(
                TokenFormat.payload(token(ALICE, "alice", Optional.empty(), 1, 1)),
                java.nio.charset.StandardCharsets.UTF_8)));
        ObjectNode none = (ObjectNode) StrictJson.parse(payload);
        ((ObjectNode) none.get("verbs").get(0)).put("arguments", 1);
        ObjectNode many = (ObjectNode) StrictJson.parse(payload);
        ObjectNode arguments = ((ObjectNode) many.get("verbs").get(0)).putObject("arguments");
        IntStream.rangeClosed(0, Grant.MAX_ARGUMENT_COUNT)
                .forEach(i -> arguments.putObject("a" + i).put("any", true));
        for (ObjectNode json : List.of(none, many)) {
            JsonRefusedException e = assertThrows(
                    JsonRefusedException.class, () -> TokenFormat.read(CanonicalJson.bytes(json)));
            assertTrue(
                    String.valueOf(e.getMessage()).contains("at most " + Grant.MAX_ARGUMENT_COUNT),
                    e.getMessage());
        }
    }

    @Test
    void grant_argumentsBeyondLimits_areRefused() {
        Map<String, ArgumentConstraint> many = new TreeMap<>();
        IntStream.rangeClosed(0, Grant.MAX_ARGUMENT_COUNT)
                .forEach(i -> many.put("a" + i, ArgumentConstraint.any()));
        refused(
                "argumentCount=65",
                () -> new Grant(CapabilityPattern.ALL, EffectLevel.MUTATE, many));
        Grant grant = VERBS.getFirst();
        refused("1 to 128", () -> grant.where("", ArgumentConstraint.any()));
        refused("1 to 128", () -> grant.where("x".repeat(129), ArgumentConstraint.any()));
        assertEquals(
                1,
                grant.where("x".repeat(128), ArgumentConstraint.any())
                        .arguments()
                        .size());
    }

    @Test
    void constraint_valuesBeyondLimits_areRefused() {
        TreeSet<String> many = new TreeSet<>();
        IntStream.rangeClosed(0, ArgumentConstraint.MAX_VALUE_COUNT).forEach(i -> many.add("" + i));
        refused("valueCount=0", () -> new ArgumentConstraint.OneOf(new TreeSet<>()));
        refused("valueCount=257", () -> new ArgumentConstraint.OneOf(many));
        refused("is no JSON", () -> new ArgumentConstraint.Exact("{"));
        for (String text : List.of("[]", "null", "1.0", " 1", '"' + "x".repeat(4096) + '"')) {
            refused("is not the canonical", () -> new ArgumentConstraint.Exact(text));
            refused(
                    "is not the canonical",
                    () -> new ArgumentConstraint.SetSubset(new TreeSet<>(List.of(text))));
        }
    }

    @ParameterizedTest
    @CsvSource({"''", "' '", "a b", "é", "'\t'"})
    void approval_versionNotVisibleAscii_isRefused(String version) {
        refused("visible ASCII", () -> approval(version, Keys.LATER));
    }

    @Test
    void approval_beyondLimits_isRefused() {
        refused("visible ASCII", () -> approval("1".repeat(65), Keys.LATER));
        assertEquals(64, approval("1".repeat(64), Keys.LATER).version().length());
        refused("expires", () -> approval("1", Instant.EPOCH.minusSeconds(1)));
        refused("expires", () -> approval("1", Instant.parse("+10000-01-01T00:00:00Z")));
        Approval good = approval("1", Keys.LATER);
        refused(
                "expires",
                () -> new Approval(
                        good.approver(),
                        good.capability(),
                        "1",
                        good.arguments(),
                        Keys.NOW.plusNanos(1),
                        good.signature()));
        refused(
                "Ed25519",
                () -> new Approval(
                        good.approver(),
                        good.capability(),
                        "1",
                        good.arguments(),
                        Keys.LATER,
                        Base64Text.encode(new byte[63])));
    }

    @Test
    void equals_otherPartsOrTypes_tellsApart() {
        Trust trust = Trust.of(Keys.ROOT.publicKey());
        assertEquals(trust, Trust.of(Keys.ROOT.publicKey()));
        assertNotEquals(trust, Trust.NONE);
        assertNotEquals(trust, trust.withApprover(new AgentId("bob"), Keys.ALICE.publicKey()));
        assertNotEquals(trust, trust.withRevoked(Digest.of("x")));
        assertNotEquals((Object) trust, "trust");
        assertNotEquals(Keys.ROOT, Keys.ALICE);
        assertNotEquals((Object) Keys.ROOT, "key");
        assertNotEquals((Object) Keys.aliceChain(), "chain");
        assertNotEquals(Keys.aliceChain(), Keys.botChain());
    }

    private static Approval approval(String version, Instant expires) {
        return Approval.sign(
                Keys.ALICE,
                new AgentId("bob"),
                new CapabilityId("a.b"),
                version,
                Digest.of("{}"),
                expires);
    }
}
