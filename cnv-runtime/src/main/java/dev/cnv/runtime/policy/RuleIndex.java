package dev.cnv.runtime.policy;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.CapabilityPattern;
import dev.cnv.runtime.policy.Condition.AllOf;
import dev.cnv.runtime.policy.Condition.AnyOf;
import dev.cnv.runtime.policy.Condition.CapabilityMatches;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the rules that can apply to a verb, so that deciding costs nothing for rules about other
 * verbs.
 *
 * <p>A rule's <i>scope</i> is a set of patterns outside of which its condition cannot hold, as far as
 * that shows from the condition's form: the pattern of a capability condition, the smallest scope
 * among the parts of an {@code all}, the union of the scopes of an {@code any}; anything else has no
 * bound. A rule is asked when its scope holds the verb. Which bucket it lies in changes nothing about
 * that.
 *
 * <p>A disabled rule is in no bucket. Whoever decides often keeps what {@link #about} found.
 *
 * <p><b>Threading:</b> immutable once built.
 */
final class RuleIndex {

    private final Map<String, List<Entry>> byId = new HashMap<>();
    private final Map<String, List<Entry>> byFirstSegment = new HashMap<>();
    private final List<Entry> unbounded = new ArrayList<>();

    RuleIndex(List<PolicyRule> rules) {
        for (PolicyRule rule : rules) {
            if (!rule.state().asked()) {
                continue;
            }
            Optional<Set<CapabilityPattern>> scope = scope(rule.when());
            Entry entry = new Entry(rule, scope);
            if (scope.isEmpty()) {
                unbounded.add(entry);
            } else {
                scope.get().stream()
                        .map(Bucket::of)
                        .distinct()
                        .forEach(bucket -> put(bucket, entry));
            }
        }
    }

    /** The rules whose scope holds a verb, sorted by name, each once. */
    List<PolicyRule> about(CapabilityId verb) {
        List<PolicyRule> rules = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (List<Entry> bucket : List.of(
                byId.getOrDefault(verb.path(), List.of()),
                byFirstSegment.getOrDefault(verb.segments().getFirst(), List.of()),
                unbounded)) {
            for (Entry entry : bucket) {
                if (entry.holds(verb) && seen.add(entry.rule().name())) {
                    rules.add(entry.rule());
                }
            }
        }
        rules.sort(Comparator.comparing(PolicyRule::name));
        return rules;
    }

    private void put(Bucket bucket, Entry entry) {
        switch (bucket) {
            case Bucket.Exact(String id) ->
                byId.computeIfAbsent(id, _ -> new ArrayList<>()).add(entry);
            case Bucket.First(String segment) ->
                byFirstSegment.computeIfAbsent(segment, _ -> new ArrayList<>()).add(entry);
            case Bucket.Unbounded() -> unbounded.add(entry);
        }
    }

    private static Optional<Set<CapabilityPattern>> scope(Condition condition) {
        return switch (condition) {
            case CapabilityMatches(CapabilityPattern pattern) -> Optional.of(Set.of(pattern));
            case AllOf(List<Condition> parts) ->
                parts.stream()
                        .map(RuleIndex::scope)
                        .flatMap(Optional::stream)
                        .min(Comparator.comparingInt(Set::size));
            case AnyOf(List<Condition> parts) -> union(parts);
            default -> Optional.empty();
        };
    }

    private static Optional<Set<CapabilityPattern>> union(List<Condition> parts) {
        Set<CapabilityPattern> union = new HashSet<>();
        for (Condition part : parts) {
            Optional<Set<CapabilityPattern>> scope = scope(part);
            if (scope.isEmpty()) {
                return scope;
            }
            union.addAll(scope.get());
        }
        return Optional.of(union);
    }

    private record Entry(PolicyRule rule, Optional<Set<CapabilityPattern>> scope) {
        boolean holds(CapabilityId verb) {
            return scope.isEmpty()
                    || scope.get().stream().anyMatch(pattern -> pattern.matches(verb));
        }
    }

    private sealed interface Bucket {
        record Exact(String id) implements Bucket {}

        record First(String segment) implements Bucket {}

        record Unbounded() implements Bucket {}

        static Bucket of(CapabilityPattern pattern) {
            String text = pattern.text();
            if (!text.contains("*")) {
                return new Exact(text);
            }
            String first = text.substring(0, Math.max(0, text.indexOf('.')));
            return first.isEmpty() || first.equals("*") ? new Unbounded() : new First(first);
        }
    }
}
