package dev.cnv.runtime.graph;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.capability.CapabilityId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What changed between two versions of a graph.
 *
 * @param changes sorted by capability, then type, then text
 */
public record GraphDiff(List<Change> changes) {

    /**
     * A change of one capability.
     *
     * @param capability the capability
     * @param type what it means for callers
     * @param what one clause for people
     */
    public record Change(CapabilityId capability, ChangeType type, String what) {}

    /** Sorts and copies the list. */
    public GraphDiff {
        changes = changes.stream()
                .sorted(Comparator.comparing(Change::capability)
                        .thenComparing(Change::type)
                        .thenComparing(Change::what))
                .toList();
    }

    /**
     * Compares two versions.
     *
     * @param before the older
     * @param after the newer
     * @return the changes; empty when there is none
     */
    public static GraphDiff between(CapabilityGraph before, CapabilityGraph after) {
        List<Change> changes = new ArrayList<>();
        Set<CapabilityId> all = new TreeSet<>();
        before.ids().forEach(id -> all.add(id.capability()));
        after.ids().forEach(id -> all.add(id.capability()));
        for (CapabilityId id : all) {
            Optional<NodeId> old = before.find(id);
            Optional<NodeId> now = after.find(id);
            if (old.isEmpty()) {
                changes.add(new Change(id, ChangeType.ADDITION, "is new"));
            } else if (now.isEmpty()) {
                changes.add(new Change(id, ChangeType.REMOVAL, "is gone"));
            } else {
                new Comparison(id, changes).run(before, old.get(), after, now.get());
            }
        }
        return new GraphDiff(changes);
    }

    /**
     * Whether callers of the older version are safe with the newer.
     *
     * @return true without {@link ChangeType#BREAKING} and {@link ChangeType#REMOVAL}
     */
    public boolean compatible() {
        return changes.stream()
                .noneMatch(change -> change.type() == ChangeType.BREAKING
                        || change.type() == ChangeType.REMOVAL);
    }

    /**
     * The changes as Markdown, a heading a type.
     *
     * @return the text, empty when nothing changed
     */
    public String changelog() {
        StringBuilder out = new StringBuilder();
        for (ChangeType type : ChangeType.values()) {
            List<Change> of =
                    changes.stream().filter(change -> change.type() == type).toList();
            if (!of.isEmpty()) {
                String name = type.name();
                out.append(out.isEmpty() ? "" : "\n")
                        .append("## ")
                        .append(name.charAt(0))
                        .append(name.substring(1).toLowerCase(Locale.ROOT))
                        .append("\n\n");
                of.forEach(change -> out.append("- `")
                        .append(change.capability())
                        .append("` ")
                        .append(MarkdownText.line(change.what()))
                        .append('\n'));
            }
        }
        return out.toString();
    }

    /** Two versions of one capability. */
    private record Comparison(CapabilityId id, List<Change> changes) {

        void run(CapabilityGraph before, NodeId old, CapabilityGraph after, NodeId now) {
            schemas(before.node(old).schemas(), after.node(now).schemas());
            effects(before.node(old), after.node(now));
            deprecation(before.node(old).deprecation(), after.node(now).deprecation());
            for (EdgeType type : types(before, after)) {
                edges(type, targets(before, old, type), targets(after, now, type));
            }
        }

        private void add(ChangeType type, String what) {
            changes.add(new Change(id, type, what));
        }

        /** A caller's arguments must still fit, and so must what it reads of the result. */
        private void schemas(VerbSchemas old, VerbSchemas now) {
            if (!Compatibility.matches(old.input(), now.input())) {
                add(ChangeType.BREAKING, "takes less: " + why(old.input(), now.input()));
            } else if (!Compatibility.matches(now.input(), old.input())) {
                add(ChangeType.EXTENSION, "takes more: " + why(now.input(), old.input()));
            }
            if (!Compatibility.matchesDropping(now.output(), old.output())) {
                add(
                        ChangeType.BREAKING,
                        "returns something else: " + why(now.output(), old.output()));
            } else if (!Compatibility.matches(now.output(), old.output())
                    || !Compatibility.matches(old.output(), now.output())) {
                add(ChangeType.EXTENSION, "returns more, or more precisely");
            }
        }

        private static String why(SchemaDocument producer, SchemaDocument consumer) {
            List<String> reasons = new ArrayList<>();
            for (Compatibility.Field field :
                    Compatibility.check(producer, consumer).fields()) {
                String name = field.name().isEmpty() ? "" : field.name() + " ";
                switch (field.fit()) {
                    case Fit.Refused(String where, String why) ->
                        reasons.add(name + (where.isEmpty() ? "" : where + " ") + why);
                    case Fit.Transformed changed ->
                        reasons.add(
                                name + "needs " + changed.changes().getFirst().transform());
                    case Fit.Matches _ -> {}
                }
            }
            return reasons.isEmpty() ? "the whole" : String.join(", ", reasons);
        }

        private void effects(CapabilityNode old, CapabilityNode now) {
            Set<Effect> more = EnumSet.copyOf(now.effects().effects());
            more.removeAll(old.effects().effects());
            more.remove(Effect.READ_ONLY);
            Set<Effect> fewer = EnumSet.copyOf(old.effects().effects());
            fewer.removeAll(now.effects().effects());
            fewer.remove(Effect.READ_ONLY);
            if (!more.isEmpty()) {
                add(ChangeType.BREAKING, "may now " + more);
            }
            if (!fewer.isEmpty()) {
                add(ChangeType.EXTENSION, "no longer may " + fewer);
            }
        }

        private void deprecation(Optional<String> old, Optional<String> now) {
            if (old.isEmpty() && now.isPresent()) {
                add(ChangeType.DEPRECATION, "is deprecated: " + now.get());
            } else if (old.isPresent() && now.isEmpty()) {
                add(ChangeType.EXTENSION, "is no longer deprecated");
            }
        }

        private static Set<EdgeType> types(CapabilityGraph before, CapabilityGraph after) {
            Set<EdgeType> types = new TreeSet<>(before.edgeTypes());
            types.addAll(after.edgeTypes());
            // Follows from the types of two capabilities, each of which is compared by itself.
            types.remove(EdgeType.PRODUCES);
            return types;
        }

        private static Set<CapabilityId> targets(
                CapabilityGraph graph, NodeId node, EdgeType type) {
            Set<CapabilityId> targets = new TreeSet<>();
            graph.follow(type).next(node).forEach(next -> targets.add(next.capability()));
            return targets;
        }

        /** One more requirement can lock callers out; one promise less can leave them stranded. */
        private void edges(EdgeType type, Set<CapabilityId> old, Set<CapabilityId> now) {
            boolean requires = type.equals(EdgeType.REQUIRES);
            boolean promise = type.equals(EdgeType.EQUIVALENT) || type.equals(EdgeType.DOMINATES);
            for (CapabilityId target : now) {
                if (!old.contains(target)) {
                    add(
                            requires ? ChangeType.BREAKING : ChangeType.EXTENSION,
                            "now " + type + " " + target);
                }
            }
            for (CapabilityId target : old) {
                if (!now.contains(target)) {
                    add(
                            promise ? ChangeType.BREAKING : ChangeType.EXTENSION,
                            "no longer " + type + " " + target);
                }
            }
        }
    }
}
