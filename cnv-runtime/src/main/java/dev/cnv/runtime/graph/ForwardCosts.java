package dev.cnv.runtime.graph;

import java.util.Arrays;

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

    private final double[] verbs;
    private final double[] collected;
    private final int[] missing;
    private final int[] makers;
    private final boolean[] settled;
    private final FactQueue queue = new FactQueue();
    private int goalsLeft;

    private ForwardCosts(CompositionTask task, boolean sums) {
        this.task = task;
        this.sums = sums;
        int size = task.index.graph.size();
        facts = new double[task.factCount];
        makers = new int[task.factCount];
        settled = new boolean[task.factCount];
        verbs = new double[size];
        collected = new double[size];
        missing = task.index.needCounts.clone();
        Arrays.fill(facts, Double.POSITIVE_INFINITY);
        Arrays.fill(verbs, Double.POSITIVE_INFINITY);
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

    /** Makes the costs up to a limit right; those above may be too high. */
    void extend(double limit) {
        run(limit, false);
    }

    /** The cost of making a fact true, infinite when it cannot be. */
    double fact(int fact) {
        return facts[fact];
    }

    /** The cost of having run a verb. */
    double verb(int verb) {
        return verbs[verb];
    }

    /** The verb that makes a fact true at its cost, -1 when it was given. */
    int maker(int fact) {
        return makers[fact];
    }

    private void run(double limit, boolean untilGoals) {
        while (!queue.isEmpty() && queue.leastCost() <= limit && !(untilGoals && goalsLeft == 0)) {
            int fact = queue.remove();
            if (!settled[fact]) {
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
            collected[verb] = sums ? collected[verb] + cost : Math.max(collected[verb], cost);
            if (--missing[verb] == 0) {
                ready(verb);
            }
        }
    }

    private void ready(int verb) {
        if (!task.allowed(verb)) {
            return;
        }
        double cost = collected[verb] + task.cost(verb);
        verbs[verb] = cost;
        for (int want : task.index.feeds[verb]) {
            offer(want, cost, verb);
        }
        for (long goals = task.goalsOf(verb); goals != 0; goals &= goals - 1) {
            offer(task.fact(Long.numberOfTrailingZeros(goals)), cost, verb);
        }
    }

    private void offer(int fact, double cost, int maker) {
        if (cost < facts[fact]) {
            facts[fact] = cost;
            makers[fact] = maker;
            queue.add(fact, cost);
        }
    }
}
