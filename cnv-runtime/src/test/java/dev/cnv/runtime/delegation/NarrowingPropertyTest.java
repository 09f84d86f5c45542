package dev.cnv.runtime.delegation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.testing.Draws;
import dev.cnv.testing.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class NarrowingPropertyTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    record Values(ArgumentConstraint wide, ArgumentConstraint narrow, JsonNode value) {}

    record Call(Grant wide, Grant narrow, VerbDescriptor verb, ObjectNode arguments) {}

    @Test
    void includes_constraint_admitsWhateverTheNarrowerAdmits() {
        AtomicInteger admitted = new AtomicInteger();
        Property.named("constraint-includes")
                .check(
                        draws -> new Values(constraint(draws), constraint(draws), value(draws)),
                        v -> {
                            assertTrue(v.wide().includes(v.wide()), "reflexive");
                            if (v.wide().includes(v.narrow()) && v.narrow().admits(v.value())) {
                                admitted.incrementAndGet();
                                assertTrue(v.wide().admits(v.value()));
                            }
                        });
        assertTrue(admitted.get() > 100, "admitted=" + admitted);
    }

    @Test
    void includes_grant_permitsWhateverTheNarrowerPermits() {
        AtomicInteger permitted = new AtomicInteger();
        Property.named("grant-includes").oneIn(2).check(NarrowingPropertyTest::call, c -> {
            if (c.wide().includes(c.narrow()) && permits(c.narrow(), c)) {
                permitted.incrementAndGet();
                assertTrue(permits(c.wide(), c));
            }
        });
        assertTrue(permitted.get() > 20, "permitted=" + permitted);
    }

    /** Whatever is delegated: the chain is refused, or permits nothing that the first link does not. */
    @Test
    void delegate_anyDraft_isRefusedOrPermitsLess() {
        AtomicInteger made = new AtomicInteger();
        Property.named("delegate-narrows").oneIn(100).check(NarrowingPropertyTest::call, c -> {
            Chain first = Chain.issue(
                    Keys.ROOT,
                    TokenDraft.to(Keys.ALICE.publicKey(), "alice", "person")
                            .between(Keys.NOW, Keys.LATER)
                            .mayHandOn(1)
                            .grant(c.wide()));
            Chain second;
            try {
                second = first.delegate(
                        Keys.ALICE,
                        TokenDraft.to(Keys.BOT.publicKey(), "alice/bot", "llm").grant(c.narrow()));
            } catch (IllegalArgumentException _) {
                assertEquals(false, c.wide().includes(c.narrow()));
                return;
            }
            made.incrementAndGet();
            Authority authority = authority(second, Keys.BOT);
            assertEquals(
                    permits(c.narrow(), c),
                    authority.check(c.verb(), c.arguments()).isEmpty());
            if (authority.check(c.verb(), c.arguments()).isEmpty()) {
                assertTrue(authority(first, Keys.ALICE)
                        .check(c.verb(), c.arguments())
                        .isEmpty());
            }
            if (!authority.mayReach(c.verb())) {
                assertTrue(authority.check(c.verb(), c.arguments()).isPresent());
            }
        });
        assertTrue(made.get() > 0, "made=" + made);
    }

    private static Authority authority(Chain chain, SigningKey holder) {
        return Keys.authority(Trust.of(Keys.ROOT.publicKey()), chain, holder);
    }

    private static boolean permits(Grant grant, Call call) {
        return grant.reaches(call.verb())
                && grant.refusedParameter(call.arguments()).isEmpty();
    }

    private static Call call(Draws draws) {
        Grant wide = grant(draws);
        Grant narrow = draws.flip() ? grant(draws) : narrowed(draws, wide);
        VerbDescriptor verb = Keys.verb(
                draws.oneOf("file.read", "file.text.read", "account.transfer"),
                draws.oneOf(Effect.READ_ONLY, Effect.MUTATE_STATE, Effect.PRIVILEGED));
        ObjectNode arguments = JSON.objectNode();
        for (String name : List.of("p", "q")) {
            if (!draws.rarely(4)) {
                arguments.set(name, value(draws));
            }
        }
        return new Call(wide, narrow, verb, arguments);
    }

    private static Grant grant(Draws draws) {
        Grant grant = Grant.of(
                draws.oneOf("**", "file.**", "file.*", "file.read", "*.read"),
                draws.pick(List.of(EffectLevel.values()).reversed()));
        for (String name : List.of("p", "q")) {
            if (draws.rarely(2)) {
                grant = grant.where(name, constraint(draws));
            }
        }
        return grant;
    }

    private static Grant narrowed(Draws draws, Grant grant) {
        for (String name : List.of("p", "q")) {
            if (!grant.arguments().containsKey(name) && draws.flip()) {
                grant = grant.where(name, constraint(draws));
            }
        }
        return grant;
    }

    private static ArgumentConstraint constraint(Draws draws) {
        return switch (draws.between(0, 4)) {
            case 0 -> ArgumentConstraint.any();
            case 1 -> {
                List<JsonNode> values = new ArrayList<>(List.of(scalar(draws)));
                values.addAll(draws.list(2, NarrowingPropertyTest::scalar));
                yield ArgumentConstraint.oneOf(values.toArray(JsonNode[]::new));
            }
            case 2 -> {
                long min = draws.between(-3, 3);
                yield ArgumentConstraint.between(min, min + draws.upTo(4));
            }
            case 3 -> ArgumentConstraint.subPath(draws.oneOf(".", "a", "a/b", "/", "/a"));
            default -> ArgumentConstraint.prefix(draws.text(2, "a/b"));
        };
    }

    private static JsonNode value(Draws draws) {
        return draws.rarely(10)
                ? draws.oneOf(JSON.nullNode(), JSON.arrayNode(), JSON.numberNode(1.5))
                : scalar(draws);
    }

    private static JsonNode scalar(Draws draws) {
        return draws.flip()
                ? JSON.numberNode(draws.between(-4, 6))
                : JSON.stringNode(
                        draws.flip()
                                ? draws.text(5, "a/b.")
                                : draws.oneOf("a", "a/b", "/a", "a/../b"));
    }
}
