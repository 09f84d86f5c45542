package dev.cnv.audit.difference;

import dev.cnv.runtime.capability.CapabilityPattern;
import dev.cnv.runtime.policy.Condition;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says about which verbs a rule is asked at all: outside of its scope it is not at fault either. The
 * same definition as that of the engine's index.
 */
final class Scope {

    private Scope() {}

    /** The patterns of which one must hold the verb, or empty when the rule is about every verb. */
    static Optional<Set<CapabilityPattern>> of(Condition condition) {
        return switch (condition) {
            case Condition.CapabilityMatches(CapabilityPattern pattern) ->
                Optional.of(Set.of(pattern));
            case Condition.AllOf(List<Condition> parts) ->
                parts.stream()
                        .map(Scope::of)
                        .flatMap(Optional::stream)
                        .min(Comparator.comparingInt(Set::size));
            case Condition.AnyOf(List<Condition> parts) -> union(parts);
            default -> Optional.empty();
        };
    }

    private static Optional<Set<CapabilityPattern>> union(List<Condition> parts) {
        Set<CapabilityPattern> union = new HashSet<>();
        for (Condition part : parts) {
            Optional<Set<CapabilityPattern>> scope = of(part);
            if (scope.isEmpty()) {
                return scope;
            }
            union.addAll(scope.get());
        }
        return Optional.of(union);
    }
}
