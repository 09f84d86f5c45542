package dev.cnv.runtime.graph;

import dev.cnv.runtime.graph.ComposerIndex.Made;
import dev.cnv.runtime.graph.ComposerIndex.Value;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * A question in numbers. Facts are the index's wants, and behind them the wanted values; a fact is true
 * when there is a value for it.
 */
final class CompositionTask {

    final ComposerIndex index;
    final int factCount;

    /** Facts that are true from the start. */
    final int[] given;

    /** By wanted value: the verbs that make it. */
    final int[][] goalMakers;

    private final long[] makesGoal;
    private final CompositionQuery query;
    private final boolean fewest;
    private final BitSet allowed;

    /** The verbs that are not allowed or make a wanted value: few bits, where most verbs are neither. */
    private final BitSet special;

    CompositionTask(ComposerIndex index, CompositionQuery query) {
        this.index = index;
        this.query = query;
        fewest = query.objective() == CompositionQuery.Objective.FEWEST;
        factCount = index.wantCount() + query.wanted().size();
        allowed = allowed(index.graph, query);
        goalMakers = new int[query.wanted().size()][];
        // 0 everywhere but for the few verbs that make a wanted value.
        makesGoal = new long[index.graph.size()];
        NavigableSet<Integer> known = new TreeSet<>();
        int goal = 0;
        for (Map.Entry<String, SchemaDocument> wanted : query.wanted().entrySet()) {
            goalMakers[goal] = makers(wanted.getKey(), wanted.getValue());
            for (int verb : goalMakers[goal]) {
                makesGoal[verb] |= 1L << goal;
            }
            if (givenFits(wanted.getKey(), wanted.getValue())) {
                known.add(fact(goal));
            }
            goal++;
        }
        query.given().forEach((name, schema) -> {
            for (Value want : index.wants(MemberNames.form(name))) {
                if (Compatibility.fit(schema, want.schema()).accepted()) {
                    known.add(want.number());
                }
            }
        });
        special = new BitSet(index.graph.size());
        special.set(0, index.graph.size());
        special.andNot(allowed);
        for (int[] of : goalMakers) {
            Arrays.stream(of).forEach(special::set);
        }
        given = known.stream().mapToInt(Integer::intValue).toArray();
    }

    private static BitSet allowed(CapabilityGraph graph, CompositionQuery query) {
        BitSet allowed = new BitSet(graph.size());
        if (query.within().isEmpty()) {
            allowed.set(0, graph.size());
        } else {
            Set<NodeId> nodes = query.within().get();
            nodes.forEach(node -> allowed.set(node.in(graph)));
        }
        return allowed;
    }

    private int[] makers(String name, SchemaDocument wanted) {
        BitSet verbs = new BitSet();
        for (Made made : index.made(MemberNames.form(name))) {
            if (Compatibility.fit(made.schema(), wanted).accepted()) {
                Arrays.stream(made.verbs()).filter(allowed::get).forEach(verbs::set);
            }
        }
        return verbs.stream().toArray();
    }

    private boolean givenFits(String name, SchemaDocument wanted) {
        String form = MemberNames.form(name);
        return query.given().entrySet().stream()
                .anyMatch(entry -> MemberNames.form(entry.getKey()).equals(form)
                        && Compatibility.fit(entry.getValue(), wanted).accepted());
    }

    int goalCount() {
        return goalMakers.length;
    }

    int fact(int goal) {
        return index.wantCount() + goal;
    }

    /** The verbs that make a fact true; some may not be allowed. */
    int[] makers(int fact) {
        return fact < index.wantCount() ? index.makers[fact] : goalMakers[fact - index.wantCount()];
    }

    /** The wanted values that a verb makes, a bit each. */
    long goalsOf(int verb) {
        return makesGoal[verb];
    }

    /** Whether a verb is not allowed or makes a wanted value. */
    boolean special(int verb) {
        return special.get(verb);
    }

    boolean allowed(int verb) {
        return allowed.get(verb);
    }

    double cost(int verb) {
        return fewest ? 1 : index.graph.node(verb).cost();
    }
}
