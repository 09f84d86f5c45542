package dev.cnv.runtime.graph;

import java.util.Arrays;

/** A binary heap of numbers by cost; of one cost, the lower number first. It takes one number twice. */
final class FactQueue {

    private double[] costs = new double[64];
    private int[] facts = new int[64];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    double leastCost() {
        return costs[0];
    }

    void add(int fact, double cost) {
        if (size == facts.length) {
            facts = Arrays.copyOf(facts, size * 2);
            costs = Arrays.copyOf(costs, size * 2);
        }
        int at = size++;
        while (at > 0 && before(cost, fact, (at - 1) >>> 1)) {
            int parent = (at - 1) >>> 1;
            facts[at] = facts[parent];
            costs[at] = costs[parent];
            at = parent;
        }
        facts[at] = fact;
        costs[at] = cost;
    }

    int remove() {
        int first = facts[0];
        int fact = facts[--size];
        double cost = costs[size];
        int at = 0;
        int child = 1;
        while (child < size) {
            if (child + 1 < size && before(costs[child + 1], facts[child + 1], child)) {
                child++;
            }
            if (before(cost, fact, child)) {
                break;
            }
            facts[at] = facts[child];
            costs[at] = costs[child];
            at = child;
            child = 2 * at + 1;
        }
        facts[at] = fact;
        costs[at] = cost;
        return first;
    }

    private boolean before(double cost, int fact, int place) {
        return cost < costs[place] || (cost == costs[place] && fact < facts[place]);
    }
}
