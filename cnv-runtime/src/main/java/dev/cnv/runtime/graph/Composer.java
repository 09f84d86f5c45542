package dev.cnv.runtime.graph;

import dev.cnv.annotations.Effect;
import dev.cnv.annotations.EffectBoundary;
import dev.cnv.runtime.graph.CompositionQuery.Objective;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Finds plans: which capabilities, called in which order with which wiring, make wanted values of given
 * ones. Making a composer indexes the graph; keep it.
 *
 * <p>A value is given where a parameter has its name, in camel or kebab case, and its type fits, as it
 * is or changed. Conditions between the parameters of a verb are left to the kernel, which checks each
 * call. The first plan is found by forward chaining; a search bounded by {@link
 * CompositionQuery#maxSearch} then looks for a better one, and {@link CompositionPlan#minimal} says
 * whether it came to an end.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class Composer {

    private final ComposerIndex index;

    private Composer(ComposerIndex index) {
        this.index = index;
    }

    /**
     * A composer over a graph.
     *
     * @param graph the graph
     * @return the composer
     */
    public static Composer of(CapabilityGraph graph) {
        return new Composer(new ComposerIndex(graph));
    }

    /**
     * Finds a plan.
     *
     * @param query what is there and what is wanted
     * @return the plan, or what cannot be made
     * @throws IllegalArgumentException when the question names a node of another graph
     */
    @EffectBoundary(
            value = Effect.READ_ONLY,
            reason = "a search writes into arrays of its own, which nobody else sees")
    public Composition compose(CompositionQuery query) {
        CompositionTask task = new CompositionTask(index, query);
        ForwardCosts bounds = ForwardCosts.bounds(task);
        List<String> missing = missing(task, query, bounds);
        if (!missing.isEmpty()) {
            return new Composition.Impossible(missing);
        }
        double least = least(task, bounds);
        int[] first = pruned(task, relaxed(task, ForwardCosts.sums(task)));
        int[] best = orShallow(task, first, relaxed(task, bounds));
        double cost = cost(task, best);
        boolean minimal =
                best.length == 0 || (cost == least && query.objective() == Objective.FEWEST);
        if (!minimal) {
            bounds.extend(cost);
            CompositionSearch search =
                    new CompositionSearch(task, bounds, least, best, query.maxSearch());
            minimal = search.run();
            best = search.best();
        }
        int[] steps = ordered(task, best);
        return new Composition.Planned(query, new Wiring(index, query).plan(steps, minimal));
    }

    /** Bounds may name makers that share more steps, or far more makers than are worth pruning. */
    private static int[] orShallow(CompositionTask task, int[] first, int[] relaxed) {
        if (relaxed.length > 2 * first.length) {
            return first;
        }
        int[] shallow = pruned(task, relaxed);
        return better(task, shallow, first) ? shallow : first;
    }

    private static boolean better(CompositionTask task, int[] one, int[] other) {
        double cost = cost(task, one);
        double than = cost(task, other);
        return cost < than || (cost == than && one.length < other.length);
    }

    private static double cost(CompositionTask task, int[] verbs) {
        double cost = 0;
        for (int verb : verbs) {
            cost += task.cost(verb);
        }
        return cost;
    }

    /** The same verbs, each as early as the order of their names allows. */
    private static int[] ordered(CompositionTask task, int[] verbs) {
        int[] sorted = verbs.clone();
        Arrays.sort(sorted);
        Chaining chaining = new Chaining(task);
        chaining.run(sorted, sorted.length);
        return chaining.order();
    }

    private static double least(CompositionTask task, ForwardCosts bounds) {
        double least = 0;
        for (int goal = 0; goal < task.goalCount(); goal++) {
            least = Math.max(least, bounds.fact(task.fact(goal)));
        }
        return least;
    }

    private static List<String> missing(
            CompositionTask task, CompositionQuery query, ForwardCosts bounds) {
        List<String> missing = new ArrayList<>();
        int goal = 0;
        for (String name : query.wanted().keySet()) {
            if (bounds.fact(task.fact(goal++)) == Double.POSITIVE_INFINITY) {
                missing.add(name);
            }
        }
        return missing;
    }

    /** The makers of the wanted values, and theirs, each once. */
    private int[] relaxed(CompositionTask task, ForwardCosts costs) {
        List<Integer> open = new ArrayList<>();
        for (int goal = 0; goal < task.goalCount(); goal++) {
            open.add(task.fact(goal));
        }
        BitSet verbs = new BitSet();
        while (!open.isEmpty()) {
            int maker = costs.maker(open.removeLast());
            if (maker >= 0 && !verbs.get(maker)) {
                verbs.set(maker);
                for (int want : index.needs[maker]) {
                    open.add(want);
                }
            }
        }
        return verbs.stream().toArray();
    }

    /** Without the steps that turn out not to be needed. */
    private static int[] pruned(CompositionTask task, int[] verbs) {
        Chaining chaining = new Chaining(task);
        chaining.run(verbs, verbs.length);
        int[] kept = chaining.order();
        int at = kept.length - 1;
        while (at >= 0) {
            int[] fewer = without(kept, at);
            chaining.run(fewer, fewer.length);
            if (chaining.reachesGoals()) {
                kept = chaining.order();
                at = kept.length;
            }
            at--;
        }
        return kept;
    }

    private static int[] without(int[] verbs, int place) {
        int[] fewer = new int[verbs.length - 1];
        System.arraycopy(verbs, 0, fewer, 0, place);
        System.arraycopy(verbs, place + 1, fewer, place, fewer.length - place);
        return fewer;
    }
}
