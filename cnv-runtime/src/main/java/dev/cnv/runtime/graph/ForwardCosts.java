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
    private final double[] facts;
    private final double[] verbs;
    private final double[] collected;
    private final int[] missing;
    private final int[] makers;
    private double[] keys = new double[64];
    private int[] heap = new int[64];
    private int heapSize;
    private int goalsLeft;

    private ForwardCosts(CompositionTask task, boolean sums) {
        this.task = task;
        this.sums = sums;
        int size = task.index.graph.size();
        facts = new double[task.factCount];
        verbs = new double[size];
        collected = new double[size];
        missing = new int[size];
        makers = new int[task.factCount];
        Arrays.fill(facts, Double.POSITIVE_INFINITY);
        Arrays.fill(verbs, Double.POSITIVE_INFINITY);
        Arrays.fill(makers, -1);
        goalsLeft = task.goalCount();
    }

    /** Costs up to the last wanted value. */
    static ForwardCosts sums(CompositionTask task) {
        ForwardCosts costs = new ForwardCosts(task, true);
        costs.run(Double.POSITIVE_INFINITY, true);
        return costs;
    }

    /** Lower bounds; those above a limit may be left infinite. */
    static ForwardCosts bounds(CompositionTask task, double limit) {
        ForwardCosts costs = new ForwardCosts(task, false);
        costs.run(limit, false);
        return costs;
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
        for (int verb = 0; verb < missing.length; verb++) {
            missing[verb] = task.index.needs[verb].length;
            if (missing[verb] == 0) {
                ready(verb);
            }
        }
        for (int fact : task.given) {
            reach(fact, 0, -1);
        }
        while (heapSize > 0 && keys[0] <= limit && !(untilGoals && goalsLeft == 0)) {
            double cost = keys[0];
            int verb = pop();
            for (int want : task.index.feeds[verb]) {
                reach(want, cost, verb);
            }
            for (long goals = task.goalsOf(verb); goals != 0; goals &= goals - 1) {
                reach(task.fact(Long.numberOfTrailingZeros(goals)), cost, verb);
            }
        }
    }

    /** Facts are reached in the order of their costs: the first cost is the least. */
    private void reach(int fact, double cost, int maker) {
        if (facts[fact] < Double.POSITIVE_INFINITY) {
            return;
        }
        facts[fact] = cost;
        makers[fact] = maker;
        if (fact >= task.index.wantCount()) {
            goalsLeft--;
            return;
        }
        for (int verb : task.index.consumers[fact]) {
            collected[verb] = sums ? collected[verb] + cost : Math.max(collected[verb], cost);
            if (--missing[verb] == 0) {
                ready(verb);
            }
        }
    }

    private void ready(int verb) {
        if (task.allowed(verb)) {
            verbs[verb] = collected[verb] + task.cost(verb);
            push(verb, verbs[verb]);
        }
    }

    private void push(int verb, double key) {
        if (heapSize == heap.length) {
            heap = Arrays.copyOf(heap, heapSize * 2);
            keys = Arrays.copyOf(keys, heapSize * 2);
        }
        int at = heapSize++;
        while (at > 0 && before(key, verb, (at - 1) >>> 1)) {
            int parent = (at - 1) >>> 1;
            heap[at] = heap[parent];
            keys[at] = keys[parent];
            at = parent;
        }
        heap[at] = verb;
        keys[at] = key;
    }

    private boolean before(double key, int verb, int place) {
        return key < keys[place] || key == keys[place] && verb < heap[place];
    }

    private int pop() {
        int top = heap[0];
        int verb = heap[--heapSize];
        double key = keys[heapSize];
        int at = 0;
        while (true) {
            int child = 2 * at + 1;
            if (child >= heapSize) {
                break;
            }
            if (child + 1 < heapSize && before(keys[child + 1], heap[child + 1], child)) {
                child++;
            }
            if (before(key, verb, child)) {
                break;
            }
            heap[at] = heap[child];
            keys[at] = keys[child];
            at = child;
        }
        heap[at] = verb;
        keys[at] = key;
        return top;
    }
}
