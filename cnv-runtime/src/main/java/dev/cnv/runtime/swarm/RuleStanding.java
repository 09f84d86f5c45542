package dev.cnv.runtime.swarm;

import java.util.ArrayDeque;

/** How one rule stands for one swarm between polls. Not safe for use by several threads. */
final class RuleStanding {

    private static final long NEVER = Long.MIN_VALUE;

    private final AlertRule rule;
    private final ArrayDeque<Long> entries = new ArrayDeque<>(0);
    private long sinceNanos = NEVER;
    private long raisedNanos = NEVER;

    RuleStanding(AlertRule rule) {
        this.rule = rule;
    }

    AlertRule rule() {
        return rule;
    }

    /** The condition was looked at; {@return whether it has held long enough, and the rule is cool} */
    boolean holds(boolean now, long nowNanos) {
        if (!now) {
            sinceNanos = NEVER;
            return false;
        }
        if (sinceNanos == NEVER) {
            sinceNanos = nowNanos;
        }
        return nowNanos - sinceNanos >= rule.holdsFor().toNanos() && happened(nowNanos);
    }

    /** What the rule waits for happened, perhaps heard of late; {@return whether the rule is cool} */
    boolean happened(long atNanos) {
        boolean cool = raisedNanos == NEVER
                || Math.abs(atNanos - raisedNanos) >= rule.coolDown().toNanos();
        if (cool) {
            raisedNanos = atNanos;
        }
        return cool;
    }

    /** Counts an entry; {@return whether there were enough within the window} */
    boolean often(AlertCondition.CountInWindow count, long atNanos) {
        entries.addLast(atNanos);
        if (entries.size() > count.count()) {
            entries.removeFirst();
        }
        return entries.size() == count.count()
                && atNanos - entries.getFirst() <= count.window().toNanos();
    }
}
