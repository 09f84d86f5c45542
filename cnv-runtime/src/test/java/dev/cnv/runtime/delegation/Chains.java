package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.testing.Draws;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;

/** Random tokens, and chains of which each link says at most what the link before does. */
final class Chains {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final List<SigningKey> HOLDERS =
            List.of(Keys.ALICE, Keys.BOT, Keys.OTHER, Keys.ROOT);

    /** A chain and who has its last key. */
    record Made(Chain chain, SigningKey holder) {}

    private Chains() {}

    /** A chain of some links by real delegation. */
    static Made chain(Draws draws, int links) {
        SigningKey holder = draws.pick(HOLDERS);
        Chain chain = Chain.issue(
                Keys.ROOT,
                conditions(draws, draft(draws, holder, "a", "person"))
                        .between(Keys.NOW, Keys.LATER)
                        .mayHandOn(links - 1));
        for (int link = 2; link <= links; link++) {
            SigningKey next = draws.pick(HOLDERS);
            Token parent = Keys.last(chain);
            TokenDraft draft = TokenDraft.to(
                            next.publicKey(),
                            "a" + "/x".repeat(link - 1),
                            link == 2 ? "llm" : parent.agent().type())
                    .mayHandOn(links - link);
            for (Grant grant : parent.scope().grants()) {
                draft = draft.grant(narrower(draws, grant));
            }
            chain = chain.delegate(holder, narrower(draws, parent, draft));
            holder = next;
        }
        return new Made(chain, holder);
    }

    private static TokenDraft narrower(Draws draws, Token parent, TokenDraft draft) {
        TokenDraft narrow = draft;
        if (draws.rarely(3)) {
            narrow = narrow.forbid(draws.oneOf("file.delete", "file.*", "account.close"));
        }
        if (draws.rarely(3)) {
            long uses = parent.conditions().maximumUseCount().orElse(1000);
            narrow = narrow.maximumUses(draws.between(1, uses));
        }
        if (draws.rarely(3)) {
            narrow = narrow.policyFloor(Digest.of(draws.text(1, "pq")));
        }
        return draws.rarely(3)
                ? narrow.between(parent.notBefore(), parent.expires().minusSeconds(draws.upTo(2)))
                : narrow;
    }

    private static Grant narrower(Draws draws, Grant grant) {
        EffectLevel max = draws.rarely(4) ? EffectLevel.READ_ONLY : grant.max();
        Grant narrow = new Grant(grant.capability(), max, grant.arguments());
        return draws.rarely(4) && !narrow.arguments().containsKey("q")
                ? narrow.where("q", constraint(draws))
                : narrow;
    }

    /** A draft with any scope and words. */
    static TokenDraft draft(Draws draws, SigningKey holder, String agent, String type) {
        TokenDraft draft = TokenDraft.to(holder.publicKey(), agent, type);
        for (int grants = draws.between(1, 3); grants > 0; grants--) {
            Grant grant = Grant.of(
                    draws.oneOf("**", "file.**", "file.*", "file.read", "account.transfer"),
                    draws.oneOf(
                            EffectLevel.PRIVILEGED,
                            EffectLevel.NETWORK,
                            EffectLevel.MUTATE,
                            EffectLevel.READ_ONLY));
            draft = draft.grant(draws.flip() ? grant.where("p", constraint(draws)) : grant);
        }
        if (draws.rarely(3)) {
            draft = draft.onlyNouns("file", "account").onlyVerbs("read", "transfer");
        }
        return draws.rarely(3)
                ? draft.described(draws.text(20, "ab é\""), "t" + draws.text(3, "xy"))
                : draft;
    }

    /** Any conditions. */
    static TokenDraft conditions(Draws draws, TokenDraft draft) {
        TokenDraft more = draft;
        if (draws.rarely(3)) {
            more = more.maximumUses(draws.between(1, Long.MAX_VALUE));
        }
        if (draws.rarely(4)) {
            more = more.audience("east", "w" + draws.text(5, "abc"));
        }
        if (draws.rarely(4)) {
            more = more.requireApprovals(1, Keys.OTHER.publicKey(), Keys.BOT.publicKey());
        }
        if (draws.rarely(4)) {
            more = more.forbid("file.delete");
        }
        return draws.rarely(4) ? more.policyFloor(Digest.of("p")) : more;
    }

    /** Any constraint. */
    static ArgumentConstraint constraint(Draws draws) {
        return switch (draws.between(0, 10)) {
            case 0 -> ArgumentConstraint.any();
            case 1 -> ArgumentConstraint.exactly(draws.text(4, "ab\"é"));
            case 2 -> ArgumentConstraint.oneOf("a", "b", draws.text(3, "abc"));
            case 3 -> ArgumentConstraint.between(-5, draws.between(1, Long.MAX_VALUE));
            case 4 ->
                ArgumentConstraint.decimalBetween(
                        BigDecimal.valueOf(draws.between(-1000, 0), 2),
                        BigDecimal.valueOf(draws.between(1, 1000), 3));
            case 5 -> ArgumentConstraint.prefix(draws.text(4, "a/é"));
            case 6 -> ArgumentConstraint.subPath(draws.oneOf(".", "a", "a/b", "/x"));
            case 7 -> ArgumentConstraint.hostIn(draws.oneOf("a.test", "*.b.test"));
            case 8 -> ArgumentConstraint.cidrIn(draws.oneOf("10.0.0.0/8", "fd00::/8"));
            case 9 -> ArgumentConstraint.subsetOf("x", draws.text(2, "xyz"));
            default ->
                ArgumentConstraint.allOf(
                        ArgumentConstraint.prefix("a"), ArgumentConstraint.subPath("a/b"));
        };
    }

    /** Some arguments for the parameters that constraints name. */
    static tools.jackson.databind.node.ObjectNode arguments(Draws draws) {
        var arguments = JSON.objectNode();
        for (String name : new ArrayList<>(List.of("p", "q"))) {
            if (!draws.rarely(5)) {
                arguments.set(
                        name,
                        draws.flip()
                                ? JSON.numberNode(draws.between(-6, 6))
                                : JSON.stringNode(draws.oneOf(
                                        "a", "a/b/c", "b", "", "x.b.test", "10.1.2.3")));
            }
        }
        return arguments;
    }
}
