package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.Digest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Whether a link hands on nothing more than the link before it.
 *
 * <p>Names are authority too, as policies ask for them. So the agent of a link is the one of the link
 * before or is named below it ({@code alice}, then {@code alice/reader}), and a program cannot hand on
 * to a person, a service or another type of program than its own; people and services can.
 */
final class Narrowing {

    /** Types that no other type can hand on to, and that can hand on to every other type. */
    private static final Set<String> SPONSORS = Set.of("person", "service");

    private Narrowing() {}

    /** Each part that is wider, by name, with a sentence about it; empty when nothing is. */
    static Map<String, String> widened(Token parent, Digest parentDigest, Token child) {
        Map<String, String> parts = new TreeMap<>();
        same(parts, "issuer", parent.holder(), child.issuer());
        same(parts, "parent", Optional.of(parentDigest), child.parent());
        same(parts, "root", parent.root(), child.root());
        same(parts, "tenant", parent.tenant(), child.tenant());
        same(parts, "depth", parent.depth() + 1, child.depth());
        agent(parts, parent, child);
        if (child.maxDepth() > parent.maxDepth() || child.depth() > parent.maxDepth()) {
            parts.put(
                    "maxDepth",
                    "depth=" + child.depth() + " and maxDepth=" + child.maxDepth()
                            + " are more than maxDepth=" + parent.maxDepth());
        }
        if (child.notBefore().isBefore(parent.notBefore())) {
            parts.put(
                    "notBefore",
                    "notBefore=" + child.notBefore() + " is before " + parent.notBefore());
        }
        if (child.expires().isAfter(parent.expires())) {
            parts.put("expires", "expires=" + child.expires() + " is after " + parent.expires());
        }
        child.verbs().forEach(grant -> grant(parts, parent.verbs(), grant));
        return parts;
    }

    private static void same(Map<String, String> parts, String part, Object before, Object now) {
        if (!before.equals(now)) {
            parts.put(part, part + "=" + now + " is not " + before);
        }
    }

    private static void agent(Map<String, String> parts, Token parent, Token child) {
        String before = parent.agent().id().value();
        String now = child.agent().id().value();
        if (!now.equals(before) && !now.startsWith(before + "/")) {
            parts.put(
                    "agent",
                    "agent=" + now + " is not below agent=" + before + "; name it " + before + "/"
                            + now);
        }
        String typeBefore = parent.agent().type();
        String type = child.agent().type();
        boolean handsDown =
                SPONSORS.contains(typeBefore) && !SPONSORS.contains(type) && !now.equals(before);
        if (!type.equals(typeBefore) && !handsDown) {
            parts.put(
                    "agentType",
                    "agentType=" + type + " of agent=" + now + " cannot come from agentType="
                            + typeBefore + " of agent=" + before);
        }
    }

    private static void grant(Map<String, String> parts, List<Grant> before, Grant grant) {
        if (before.stream().anyMatch(wide -> wide.includes(grant))) {
            return;
        }
        List<Grant> named = before.stream()
                .filter(wide -> wide.capability().includes(grant.capability()))
                .toList();
        List<Grant> reached =
                named.stream().filter(wide -> wide.max().covers(grant.max())).toList();
        String part = named.isEmpty() ? "capability" : reached.isEmpty() ? "effect" : "arguments";
        String loosened = reached.stream()
                .flatMap(wide -> wide.loosened(grant).values().stream())
                .distinct()
                .map(sentence -> ": " + sentence)
                .collect(Collectors.joining());
        parts.merge(
                part,
                "grant=" + grant + " is in no grant of the link before" + loosened,
                (one, more) -> one + "; " + more);
    }
}
