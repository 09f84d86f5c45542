package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityPattern;
import dev.cnv.runtime.outcome.Reason;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether a link hands on nothing more than the link before it.
 *
 * <p>Names are authority too, as policies ask for them. So the agent of a link is the one of the link
 * before or is named below it ({@code alice}, then {@code alice/reader}), and a program cannot hand on
 * to a person, a service or another type of program than its own; people and services can.
 */
final class Narrowing {

    /** A part of a token, and the reason of a refusal because of it. The first in this order counts. */
    enum Part {
        ISSUER("issuer", Reason.CHAIN_BROKEN),
        PARENT("parent", Reason.CHAIN_PARENT_MISMATCH),
        ROOT("root", Reason.CHAIN_ROOT_CHANGES),
        DEPTH("depth", Reason.CHAIN_TOO_DEEP),
        MAX_DEPTH("maxDepth", Reason.CHAIN_TOO_DEEP),
        NOT_BEFORE("notBefore", Reason.CHAIN_WINDOW_WIDENS),
        EXPIRES("expires", Reason.CHAIN_WINDOW_WIDENS),
        CAPABILITY("capability", Reason.CHAIN_VERBS_WIDEN),
        FORBIDDEN("forbidden", Reason.CHAIN_VERBS_WIDEN),
        NOUNS("nouns", Reason.CHAIN_VERBS_WIDEN),
        VERBS("verbs", Reason.CHAIN_VERBS_WIDEN),
        EFFECT("effect", Reason.CHAIN_EFFECT_WIDENS),
        ARGUMENTS("arguments", Reason.CHAIN_ARGUMENTS_WIDEN),
        MAXIMUM_USES("maximumUses", Reason.CHAIN_USES_WIDEN),
        AUDIENCE("audience", Reason.CHAIN_AUDIENCE_WIDENS),
        APPROVALS("approvals", Reason.CHAIN_APPROVALS_SHRINK),
        POLICY_FLOOR("policyFloor", Reason.CHAIN_FLOOR_SHRINKS),
        TENANT("tenant", Reason.CHAIN_WIDENS),
        AGENT("agent", Reason.CHAIN_WIDENS),
        AGENT_TYPE("agentType", Reason.CHAIN_WIDENS);

        private final String text;
        private final Reason reason;

        Part(String text, Reason reason) {
            this.text = text;
            this.reason = reason;
        }

        Reason reason() {
            return reason;
        }

        /** {@return the name that messages use} */
        @Override
        public String toString() {
            return text;
        }
    }

    /** Types that no other type can hand on to, and that can hand on to every other type. */
    private static final Set<String> SPONSORS = Set.of("person", "service");

    private final Token parent;
    private final Token child;
    private final Map<Part, String> parts = new EnumMap<>(Part.class);

    private Narrowing(Token parent, Token child) {
        this.parent = parent;
        this.child = child;
    }

    /** Each part that is wider, with a sentence about it, in order; empty when nothing is. */
    static Map<Part, String> widened(Token parent, Digest parentId, Token child) {
        Narrowing narrowing = new Narrowing(parent, child);
        narrowing.same(Part.ISSUER, parent.holder(), child.issuer());
        narrowing.same(Part.PARENT, Optional.of(parentId), child.parent());
        narrowing.same(Part.ROOT, parent.root(), child.root());
        narrowing.same(Part.TENANT, parent.tenant(), child.tenant());
        narrowing.same(Part.DEPTH, parent.depth() + 1, child.depth());
        narrowing.agent();
        narrowing.depth();
        narrowing.window();
        narrowing.scope();
        narrowing.conditions();
        return narrowing.parts;
    }

    private void same(Part part, Object before, Object now) {
        if (!before.equals(now)) {
            wider(part, part + "=" + now + " is not " + before);
        }
    }

    private void wider(Part part, String sentence) {
        parts.merge(part, sentence, (one, more) -> one + "; " + more);
    }

    private void agent() {
        String before = parent.agent().id().value();
        String now = child.agent().id().value();
        if (!now.equals(before) && !now.startsWith(before + "/")) {
            wider(
                    Part.AGENT,
                    "agent=" + now + " is not below agent=" + before + "; name it " + before + "/"
                            + now);
        }
        String typeBefore = parent.agent().type();
        String type = child.agent().type();
        boolean handsDown =
                SPONSORS.contains(typeBefore) && !SPONSORS.contains(type) && !now.equals(before);
        if (!type.equals(typeBefore) && !handsDown) {
            wider(
                    Part.AGENT_TYPE,
                    "agentType=" + type + " of agent=" + now + " cannot come from agentType="
                            + typeBefore + " of agent=" + before);
        }
    }

    private void depth() {
        if (child.maxDepth() > parent.maxDepth() || child.depth() > parent.maxDepth()) {
            wider(
                    Part.MAX_DEPTH,
                    "depth=" + child.depth() + " and maxDepth=" + child.maxDepth()
                            + " are more than maxDepth=" + parent.maxDepth());
        }
    }

    private void window() {
        if (child.notBefore().isBefore(parent.notBefore())) {
            wider(
                    Part.NOT_BEFORE,
                    "notBefore=" + child.notBefore() + " is before " + parent.notBefore());
        }
        if (child.expires().isAfter(parent.expires())) {
            wider(Part.EXPIRES, "expires=" + child.expires() + " is after " + parent.expires());
        }
    }

    private void scope() {
        child.scope().grants().forEach(this::grant);
        Set<CapabilityPattern> forbidden = child.scope().forbidden();
        for (CapabilityPattern pattern : parent.scope().forbidden()) {
            if (forbidden.stream().noneMatch(wide -> wide.includes(pattern))) {
                wider(Part.FORBIDDEN, "forbidden=" + pattern + " is not forbidden any more");
            }
        }
        subset(Part.NOUNS, parent.scope().nouns(), child.scope().nouns());
        subset(Part.VERBS, parent.scope().verbs(), child.scope().verbs());
    }

    private void grant(Grant grant) {
        List<Grant> before = parent.scope().grants();
        if (before.stream().anyMatch(wide -> wide.includes(grant))) {
            return;
        }
        List<Grant> named = before.stream()
                .filter(wide -> wide.capability().includes(grant.capability()))
                .toList();
        List<Grant> reached =
                named.stream().filter(wide -> wide.max().covers(grant.max())).toList();
        Part part = named.isEmpty()
                ? Part.CAPABILITY
                : reached.isEmpty() ? Part.EFFECT : Part.ARGUMENTS;
        String loosened = reached.stream()
                .flatMap(wide -> wide.loosened(grant).values().stream())
                .distinct()
                .map(sentence -> ": " + sentence)
                .collect(Collectors.joining());
        wider(part, "grant=" + grant + " is in no grant of the link before" + loosened);
    }

    private void conditions() {
        Conditions before = parent.conditions();
        Conditions now = child.conditions();
        OptionalLong limit = before.maximumUseCount();
        if (limit.isPresent() && now.maximumUseCount().orElse(Long.MAX_VALUE) > limit.getAsLong()) {
            wider(
                    Part.MAXIMUM_USES,
                    "maximumUses="
                            + (now.maximumUseCount().isPresent()
                                    ? now.maximumUseCount().getAsLong()
                                    : "none")
                            + " is more than " + limit.getAsLong());
        }
        subset(Part.AUDIENCE, before.audience(), now.audience());
        for (RequiredApprovals demand : before.approvals()) {
            if (now.approvals().stream().noneMatch(kept -> kept.includes(demand))) {
                wider(Part.APPROVALS, "approvals=" + demand + " are not demanded any more");
            }
        }
        for (Digest floor : before.policyFloor()) {
            if (!now.policyFloor().contains(floor)) {
                wider(Part.POLICY_FLOOR, "policyFloor=" + floor.shortHex() + " is left out");
            }
        }
    }

    /** Of sets where the empty one stands for everything. */
    private void subset(Part part, Set<String> before, Set<String> now) {
        if (!before.isEmpty() && (now.isEmpty() || !before.containsAll(now))) {
            wider(part, part + "=" + (now.isEmpty() ? "all" : now) + " is not within " + before);
        }
    }
}
