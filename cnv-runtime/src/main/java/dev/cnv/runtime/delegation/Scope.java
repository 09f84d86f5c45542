package dev.cnv.runtime.delegation;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.CapabilityPattern;
import dev.cnv.runtime.capability.VerbDescriptor;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which verbs a token allows: those that a grant allows, that are of an allowed noun and an allowed
 * verb, and that are not forbidden. What is forbidden stays so whatever allows it.
 *
 * @param grants what is allowed, at least one grant
 * @param forbidden what is not, sorted
 * @param nouns the only nouns allowed, such as {@code account}, sorted; empty allows all
 * @param verbs the only verbs allowed, such as {@code read}, sorted; empty allows all
 */
public record Scope(
        List<Grant> grants,
        Set<CapabilityPattern> forbidden,
        Set<String> nouns,
        Set<String> verbs) {

    /** Nothing, until a grant is added. */
    static final Scope NOTHING = new Scope(List.of(), Set.of(), Set.of(), Set.of());

    /** The largest number of grants, and of each of the others. */
    public static final int MAX_COUNT = 256;

    /** The longest noun or verb, in characters. */
    static final int MAX_NAME_LENGTH = CapabilityId.MAX_LENGTH;

    /**
     * Copies and sorts the sets.
     *
     * @throws IllegalArgumentException when there are too many of a kind, or a noun or verb is malformed
     */
    public Scope {
        grants = List.copyOf(grants);
        forbidden = Collections.unmodifiableSet(new TreeSet<>(forbidden));
        nouns = names("noun", nouns);
        verbs = names("verb", verbs);
        requireCount("grantCount", grants.size());
        requireCount("forbiddenCount", forbidden.size());
    }

    private static Set<String> names(String what, Set<String> given) {
        requireCount(what + "Count", given.size());
        for (String name : given) {
            // What makes an id together with a verb or a noun is one.
            if (name.isEmpty() || name.length() > MAX_NAME_LENGTH || !idPart(what, name)) {
                throw new IllegalArgumentException(
                        what + "=" + name + " is no " + what + " of a capability");
            }
        }
        return Collections.unmodifiableSet(new TreeSet<>(given));
    }

    private static boolean idPart(String what, String name) {
        try {
            CapabilityId id = new CapabilityId(what.equals("noun") ? name + ".x" : "x." + name);
            return name.equals(what.equals("noun") ? id.noun() : id.verb());
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static void requireCount(String what, int count) {
        if (count > MAX_COUNT) {
            throw new IllegalArgumentException(what + "=" + count + " is more than " + MAX_COUNT);
        }
    }

    /** Whether a verb passes all but the grants. */
    boolean open(VerbDescriptor verb) {
        CapabilityId id = verb.id();
        return (nouns.isEmpty() || nouns.contains(id.noun()))
                && (verbs.isEmpty() || verbs.contains(id.verb()))
                && forbidden.stream().noneMatch(pattern -> pattern.matches(id));
    }

    /** The grants about a verb, whatever their level; none when it is not open. */
    List<Grant> named(VerbDescriptor verb) {
        return open(verb) ? grants.stream().filter(grant -> grant.names(verb)).toList() : List.of();
    }

    /** {@return the scope in words} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(
                String.join("; ", grants.stream().map(Grant::toString).toList()));
        append(text, "not", forbidden);
        append(text, "only nouns", nouns);
        append(text, "only verbs", verbs);
        return text.toString();
    }

    private static void append(StringBuilder text, String what, Set<?> names) {
        if (!names.isEmpty()) {
            text.append("; ").append(what).append(' ');
            text.append(String.join(", ", names.stream().map(Object::toString).toList()));
        }
    }
}
