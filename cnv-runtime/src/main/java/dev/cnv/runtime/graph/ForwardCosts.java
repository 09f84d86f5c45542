package dev.cnv.runtime.graph;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What it costs at least, or about, to make each fact true: Knuth, "A generalization of Dijkstra's
 * algorithm" (1977). With the maximum over a verb's needs the costs are a lower bound; with the sum they
 * count shared steps more than once, and say which maker to take first.
 */
final class ForwardCosts {

    private final CompositionTask task;
    private final boolean sums;

    /** The least cost found so far; final once the fact is settled. */
    private final double[] facts;

    /** Of a verb's needs that are settled; with its own cost once all are, infinite when not allowed. */
    private final double[] verbs;

    /** By group of verbs that satisfy the same wants: the least cost of one that has run. */
    private final double[] offered;

    private final int[] missing;
    private final int[] makers;
    private final boolean[] settled;
    private final FactQueue queue = new FactQueue();
    private int goalsLeft;

    /** Null while everything is looked at. */
    private boolean @Nullable [] leading;

    private ForwardCosts(CompositionTask task, boolean sums) {
        this.task = task;
        this.sums = sums;
        int size = task.index.graph.size();
        facts = new double[task.factCount];
        makers = new int[task.factCount];
        settled = new boolean[task.factCount];
        verbs = new double[size];
        offered = new double[task.index.feedGroupCount];
        missing = task.index.needCounts.clone();
        Arrays.fill(facts, Double.POSITIVE_INFINITY);
        Arrays.fill(offered, Double.POSITIVE_INFINITY);
        Arrays.fill(makers, -1);
        goalsLeft = task.goalCount();
        for (int fact : task.given) {
            offer(fact, 0, -1);
        }
        for (int verb : task.index.needless) {
            ready(verb);
        }
    }

    /** Costs up to the last wanted value. */
    static ForwardCosts sums(CompositionTask task) {
        ForwardCosts costs = new ForwardCosts(task, true);
        costs.run(Double.POSITIVE_INFINITY, true);
        return costs;
    }

    /** Lower bounds up to the last wanted value; {@link #extend} goes on. */
    static ForwardCosts bounds(CompositionTask task) {
        ForwardCosts costs = new ForwardCosts(task, false);
        costs.run(Double.POSITIVE_INFINITY, true);
        return costs;
    }

    /**
     * Makes the costs up to a limit right, of what can lead to a wanted value; those of others and those
     * above the limit may be too high.
     */
    void extend(double limit) {
        leading = leading();
        run(limit, false);
    }

    /** By fact: whether a verb that leads to a wanted value needs it. */
    private boolean[] leading() {
        boolean[] facts = new boolean[task.factCount];
        boolean[] verbs = new boolean[task.index.graph.size()];
        int[] open = new int[task.factCount];
        int size = 0;
        for (int goal = 0; goal < task.goalCount(); goal++) {
            facts[task.fact(goal)] = true;
            open[size++] = task.fact(goal);
        }
        while (size > 0) {
            for (int maker : task.makers(open[--size])) {
                if (!verbs[maker] && task.allowed(maker)) {
                    verbs[maker] = true;
                    for (int want : task.index.needs[maker]) {
                        if (!facts[want]) {
                            facts[want] = true;
                            open[size++] = want;
                        }
                    }
                }
            }
        }
        return facts;
    }

    /** The cost of making a fact true, infinite when it cannot be. */
    double fact(int fact) {
        return facts[fact];
    }

    /** The cost of having run a verb. */
    double verb(int verb) {
        return missing[verb] == 0 ? verbs[verb] : Double.POSITIVE_INFINITY;
    }

    /** The verb that makes a fact true at its cost, -1 when it was given. */
    int maker(int fact) {
        return makers[fact];
    }

    private void run(double limit, boolean untilGoals) {
        while (!queue.isEmpty() && queue.leastCost() <= limit && !(untilGoals && goalsLeft == 0)) {
            int fact = queue.remove();
            if (!settled[fact] && (leading == null || leading[fact])) {
                settle(fact);
            }
        }
    }

    private void settle(int fact) {
        settled[fact] = true;
        if (fact >= task.index.wantCount()) {
            goalsLeft--;
            return;
        }
        double cost = facts[fact];
        for (int verb : task.index.consumers[fact]) {
            verbs[verb] = sums ? verbs[verb] + cost : Math.max(verbs[verb], cost);
            if (--missing[verb] == 0) {
                ready(verb);
            }
        }
    }

    private void ready(int verb) {
        double cost = verbs[verb] + task.cost(verb);
        verbs[verb] = cost;
        if (task.special(verb) && !offersGoals(verb, cost)) {
            verbs[verb] = Double.POSITIVE_INFINITY;
            return;
        }
        int group = task.index.feedGroups[verb];
        if (cost < offered[group]) {
            offered[group] = cost;
            for (int want : task.index.feeds[verb]) {
                offer(want, cost, verb);
            }
        }
    }

    /** Offers the wanted values that a verb makes; false when it is not allowed. */
    private boolean offersGoals(int verb, double cost) {
        if (!task.allowed(verb)) {
            return false;
        }
        for (long goals = task.goalsOf(verb); goals != 0; goals &= goals - 1) {
            offer(task.fact(Long.numberOfTrailingZeros(goals)), cost, verb);
        }
        return true;
    }

    private void offer(int fact, double cost, int maker) {
        if (cost < facts[fact]) {
            facts[fact] = cost;
            makers[fact] = maker;
            queue.add(fact, cost);
        }
    }
}
