package dev.cnv.runtime.graph;

import java.util.Arrays;

/** Which of a few verbs can run one after the other, and what is true then. */
final class Chaining {

    private final CompositionTask task;

    /** By fact: the round in which it became true. */
    private final int[] known;

    private int round;
    private int[] order = new int[16];
    private int fired;

    Chaining(CompositionTask task) {
        this.task = task;
        known = new int[task.factCount];
    }

    /** Runs what can be run of the first {@code count} verbs; the lowest index first. */
    void run(int[] verbs, int count) {
        round++;
        fired = 0;
        if (order.length < count) {
            order = new int[count * 2];
        }
        for (int fact : task.given) {
            known[fact] = round;
        }
        boolean more = true;
        while (more) {
            more = false;
            for (int i = 0; i < count; i++) {
                if (!fired(verbs[i]) && satisfied(verbs[i])) {
                    fire(verbs[i]);
                    more = true;
                }
            }
        }
    }

    private void fire(int verb) {
        order[fired++] = verb;
        for (int want : task.index.feeds[verb]) {
            known[want] = round;
        }
        for (long goals = task.goalsOf(verb); goals != 0; goals &= goals - 1) {
            known[task.fact(Long.numberOfTrailingZeros(goals))] = round;
        }
    }

    boolean knows(int fact) {
        return known[fact] == round;
    }

    boolean fired(int verb) {
        for (int i = 0; i < fired; i++) {
            if (order[i] == verb) {
                return true;
            }
        }
        return false;
    }

    private boolean satisfied(int verb) {
        for (int want : task.index.needs[verb]) {
            if (known[want] != round) {
                return false;
            }
        }
        return true;
    }

    boolean reachesGoals() {
        for (int goal = 0; goal < task.goalCount(); goal++) {
            if (known[task.fact(goal)] != round) {
                return false;
            }
        }
        return true;
    }

    /** The verbs that ran, in their order. */
    int[] order() {
        return Arrays.copyOf(order, fired);
    }
}
