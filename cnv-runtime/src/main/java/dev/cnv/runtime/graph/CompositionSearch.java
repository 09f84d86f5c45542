package dev.cnv.runtime.graph;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the best set of verbs, from the wanted values back to the given ones, by branch and bound.
 */
/*
 * Implementation notes. A set of chosen verbs is run as far as it goes. What a chosen verb or the goal
 * still needs is open. If an open fact has no maker among the chosen, every better set has one of its
 * other makers: branch over them. Otherwise the chosen wait for each other in a circle, and every
 * better set has another maker of some open fact: branch over all of those. Once the branch of a maker
 * is done, its siblings need not consider it.
 */
final class CompositionSearch {

    /** So many are sorted one by one. */
    private static final int FEW = 64;

    private final CompositionTask task;
    private final ForwardCosts bounds;
    private final Chaining chaining;
    private final int maxSearch;
    private final double least;
    private final BitSet excluded = new BitSet();
    private final BitSet isChosen = new BitSet();
    private int[] chosen = new int[16];
    private int[] scratch = new int[16];
    private int[] best;
    private double bestCost;
    private int looks;

    CompositionSearch(
            CompositionTask task, ForwardCosts bounds, double least, int[] first, int maxSearch) {
        this.task = task;
        this.bounds = bounds;
        this.least = least;
        this.maxSearch = maxSearch;
        chaining = new Chaining(task);
        best = first;
        bestCost = cost(first);
    }

    private double cost(int[] verbs) {
        double sum = 0;
        for (int verb : verbs) {
            sum += task.cost(verb);
        }
        return sum;
    }

    /** Whether the best set is known to be the best. */
    boolean run() {
        extend(0, 0);
        return looks <= maxSearch;
    }

    int[] best() {
        return best;
    }

    private void extend(int count, double cost) {
        if (++looks > maxSearch) {
            return;
        }
        chaining.run(chosen, count);
        if (chaining.reachesGoals()) {
            keep();
            return;
        }
        int[] branches = branches(count);
        int done = 0;
        for (int verb : branches) {
            if (looks > maxSearch) {
                break;
            }
            if (worth(verb, count, cost)) {
                if (count == chosen.length) {
                    chosen = Arrays.copyOf(chosen, count * 2);
                }
                chosen[count] = verb;
                isChosen.set(verb);
                extend(count + 1, cost + task.cost(verb));
                isChosen.clear(verb);
            }
            excluded.set(verb);
            done++;
        }
        for (int i = 0; i < done; i++) {
            excluded.clear(branches[i]);
        }
    }

    private void keep() {
        int[] verbs = chaining.order();
        double cost = cost(verbs);
        if (cost < bestCost || (cost == bestCost && verbs.length < best.length)) {
            best = verbs;
            bestCost = cost;
        }
    }

    /** Whether a set with this verb could be better than the best. */
    private boolean worth(int verb, int count, double cost) {
        double atLeast = Math.max(cost + task.cost(verb), Math.max(least, bounds.verb(verb)));
        return atLeast < bestCost || (atLeast == bestCost && count + 1 < best.length);
    }

    /** The verbs one of which every better set has; ordered by their bounds. */
    private int[] branches(int count) {
        int @Nullable [] fewest = null;
        for (int goal = 0; goal < task.goalCount(); goal++) {
            fewest = open(task.fact(goal), fewest);
        }
        for (int i = 0; i < count; i++) {
            if (!chaining.fired(chosen[i])) {
                for (int want : task.index.needs[chosen[i]]) {
                    fewest = open(want, fewest);
                }
            }
        }
        return sorted(fewest != null ? fewest : all(count));
    }

    /** The smaller set of candidates, of this fact or of those before; null while all have makers. */
    private int @Nullable [] open(int fact, int @Nullable [] fewest) {
        if (chaining.knows(fact)) {
            return fewest;
        }
        return fewest == null ? candidates(fact) : fewer(fact, fewest);
    }

    /** The candidates of a fact; null when a chosen verb makes it. */
    private int @Nullable [] candidates(int fact) {
        int[] makers = task.makers(fact);
        int[] candidates = scratch(makers.length);
        int size = 0;
        for (int maker : makers) {
            if (isChosen.get(maker)) {
                return null;
            }
            if (isCandidate(maker)) {
                candidates[size++] = maker;
            }
        }
        return Arrays.copyOf(candidates, size);
    }

    /** The candidates of all open facts, when each has a maker among the chosen. */
    private int[] all(int count) {
        BitSet all = new BitSet(task.index.graph.size());
        for (int goal = 0; goal < task.goalCount(); goal++) {
            addCandidates(task.fact(goal), all);
        }
        for (int i = 0; i < count; i++) {
            if (!chaining.fired(chosen[i])) {
                for (int want : task.index.needs[chosen[i]]) {
                    addCandidates(want, all);
                }
            }
        }
        return all.stream().toArray();
    }

    private void addCandidates(int fact, BitSet all) {
        if (!chaining.knows(fact)) {
            for (int maker : task.makers(fact)) {
                if (!isChosen.get(maker) && isCandidate(maker)) {
                    all.set(maker);
                }
            }
        }
    }

    /** The candidates of a fact when they are fewer than some others; then nobody asks for all. */
    private int[] fewer(int fact, int[] fewest) {
        int[] makers = task.makers(fact);
        int[] candidates = scratch(fewest.length);
        int size = 0;
        for (int maker : makers) {
            if (isChosen.get(maker)) {
                return fewest;
            }
            if (isCandidate(maker)) {
                if (size + 1 >= fewest.length) {
                    return fewest;
                }
                candidates[size++] = maker;
            }
        }
        return size < fewest.length ? Arrays.copyOf(candidates, size) : fewest;
    }

    private boolean isCandidate(int maker) {
        return !excluded.get(maker) && bounds.verb(maker) <= bestCost;
    }

    private int[] scratch(int length) {
        if (scratch.length < length) {
            scratch = new int[length * 2];
        }
        return scratch;
    }

    private int[] sorted(int[] verbs) {
        return verbs.length <= FEW ? sortedByInsertion(verbs) : sortedByMerging(verbs);
    }

    private int[] sortedByInsertion(int[] verbs) {
        for (int i = 1; i < verbs.length; i++) {
            int verb = verbs[i];
            int at = i;
            while (at > 0 && order(verb, verbs[at - 1]) < 0) {
                verbs[at] = verbs[at - 1];
                at--;
            }
            verbs[at] = verb;
        }
        return verbs;
    }

    private int[] sortedByMerging(int[] verbs) {
        return Arrays.stream(verbs)
                .boxed()
                .sorted(this::order)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private int order(int one, int other) {
        int order = Double.compare(bounds.verb(one), bounds.verb(other));
        return order != 0 ? order : Integer.compare(one, other);
    }
}
