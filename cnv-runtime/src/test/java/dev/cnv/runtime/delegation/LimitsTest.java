package dev.cnv.runtime.delegation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.CapabilityPattern;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.identity.Agent;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.TenantId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                new Scope(verbs, Set.of(), Set.of(), Set.of()),
                Conditions.NONE,
                "",
                Set.of());
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
        List<Grant> many = Collections.nCopies(Scope.MAX_COUNT + 1, VERBS.getFirst());
        refused(
                "grantCount=257",
                () -> token(ALICE, "alice", none, 1, 1, Keys.NOW, Keys.LATER, many));
    }

    @Test
    void token_timeOutsideTheFormat_isRefused() {
        Optional<Digest> none = Optional.empty();
        Instant late = Instant.parse("+10000-01-01T00:00:00Z");
        Instant early = Instant.EPOCH.minusSeconds(1);
        refused(
                "years 1970 to 9999",
                () -> token(ALICE, "alice", none, 1, 1, Keys.NOW, late, VERBS));
        refused(
                "years 1970 to 9999",
                () -> token(ALICE, "alice", none, 1, 1, early, Keys.NOW, VERBS));
    }

    @Test
    void token_wordsBeyondLimits_areRefused() {
        TokenDraft draft = Keys.alice();
        String[] many = IntStream.rangeClosed(0, 32).mapToObj(i -> "t" + i).toArray(String[]::new);
        refused(
                "descriptionLength=1025",
                () -> Chain.issue(Keys.ROOT, draft.described("x".repeat(1025))));
        refused("tagCount=33", () -> Chain.issue(Keys.ROOT, draft.described("", many)));
        refused("1 to 64", () -> Chain.issue(Keys.ROOT, draft.described("", "")));
        refused("1 to 64", () -> Chain.issue(Keys.ROOT, draft.described("", "x".repeat(65))));
        String most = "é".repeat(1024);
        assertEquals(
                most,
                Keys.last(Chain.parse(
                                Chain.issue(Keys.ROOT, draft.described(most)).text()))
                        .description());
    }

    @Test
    void scope_beyondLimits_isRefused() {
        TokenDraft draft = Keys.alice();
        String[] many =
                IntStream.rangeClosed(0, 256).mapToObj(i -> "a.b" + i).toArray(String[]::new);
        refused("forbiddenCount=257", () -> draft.forbid(many));
        refused("nounCount=257", () -> draft.onlyNouns(many));
        for (String noun : List.of("", "A", "a.", "a..b", "x".repeat(121))) {
            refused("noun=", () -> draft.onlyNouns(noun));
        }
        for (String verb : List.of("", "A", "a.b", "x".repeat(121))) {
            refused("verb=", () -> draft.onlyVerbs(verb));
        }
        assertEquals(Set.of("a.b"), draft.onlyNouns("a.b").scope().nouns());
    }

    @Test
    void conditions_beyondLimits_areRefused() {
        TokenDraft draft = Keys.alice();
        refused("maximumUseCount=0", () -> draft.maximumUses(0));
        for (String name : List.of("", "a b", "é", "x".repeat(129))) {
            refused("audience=", () -> draft.audience(name));
        }
        String[] many = IntStream.rangeClosed(0, 64).mapToObj(i -> "r" + i).toArray(String[]::new);
        refused("audienceCount=65", () -> draft.audience(many));
        refused("approverKeyCount=0", () -> draft.requireApprovals(1));
        refused("approvalCount=0", () -> draft.requireApprovals(0, Keys.ALICE.publicKey()));
        refused("approvalCount=2", () -> draft.requireApprovals(2, Keys.ALICE.publicKey()));
    }

    @Test
    void payload_argumentsBeyondLimits_areRefused() {
        CborWriter out = new CborWriter().array(3).text("a.*").integer(0).map(65);
        IntStream.range(10, 75).forEach(i -> out.key("a" + i).array(1).integer(0));
        byte[] grant = out.toBytes();
        byte[] token = TokenFormat.payload(token(ALICE, "alice", Optional.empty(), 1, 1));
        // The only grant of the token, ["file.*", 1, {}], stands at its end.
        byte[] changed = Arrays.copyOf(token, token.length - 10 + grant.length);
        System.arraycopy(grant, 0, changed, token.length - 10, grant.length);
        CborRefusedException e =
                assertThrows(CborRefusedException.class, () -> TokenFormat.read(changed));
        assertTrue(String.valueOf(e.getMessage()).contains("more than 64"), e.getMessage());
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
        assertEquals(approval("1".repeat(64), Keys.LATER), approval("1".repeat(64), Keys.LATER));
        refused("expires", () -> approval("1", Instant.EPOCH.minusSeconds(1)));
        refused("expires", () -> approval("1", Instant.parse("+10000-01-01T00:00:00Z")));
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
