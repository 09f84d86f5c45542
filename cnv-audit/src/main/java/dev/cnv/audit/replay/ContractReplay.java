package dev.cnv.audit.replay;

import dev.cnv.audit.replay.Alteration.LowerConcurrency;
import dev.cnv.audit.replay.Alteration.LowerRate;
import dev.cnv.runtime.outcome.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gives calls their turns by tighter contracts, in the order of the ledger.
 *
 * <p><b>Threading:</b> one thread.
 */
final class ContractReplay {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Map<String, Rate> rates;
    private final Map<String, Running> running;
    private final Map<Long, Running> ends = new HashMap<>();

    ContractReplay(WhatIf whatIf) {
        rates = whatIf.of(LowerRate.class)
                .collect(Collectors.toMap(one -> one.verb().path(), Rate::new));
        running = whatIf.of(LowerConcurrency.class)
                .collect(Collectors.toMap(one -> one.verb().path(), Running::new));
    }

    /** Whether the calls of a verb have to have turns. */
    boolean concerns(String capability) {
        return rates.containsKey(capability) || running.containsKey(capability);
    }

    /** Whether it matters when calls end. */
    boolean countsEnds() {
        return !running.isEmpty();
    }

    /** What a step comes to; empty when it is no decision. */
    Optional<ReplayedDecision> after(Step step) {
        return switch (step) {
            case Step.Done done -> Optional.of(done.result());
            case Step.Outside _ -> Optional.empty();
            case Step.Ended ended -> {
                Running of = ends.remove(ended.decision());
                if (of != null) {
                    of.calls.remove(ended.decision());
                }
                yield Optional.empty();
            }
            case Step.Admitted admitted -> Optional.of(admit(admitted));
        };
    }

    private ReplayedDecision admit(Step.Admitted call) {
        String capability = call.decision().capability();
        Rate rate = rates.get(capability);
        ReplayedDecision turn = rate == null ? call.result() : rate.admit(call);
        Running others = running.get(capability);
        boolean refused = turn instanceof ReplayedDecision.Different different
                && !different.after().permits();
        return others == null || refused ? turn : beside(others, call, turn);
    }

    private ReplayedDecision beside(Running others, Step.Admitted call, ReplayedDecision turn) {
        long index = turn.index();
        boolean free = others.calls.size() < others.permits;
        others.calls.add(index);
        ends.put(index, others);
        return free || turn instanceof ReplayedDecision.Undetermined
                ? turn
                : new ReplayedDecision.Undetermined(
                        index,
                        "whether a call of " + call.decision().capability()
                                + " would have waited or been turned away by permits="
                                + others.permits + " is not in the ledger");
    }

    /** The calls of a verb that run. */
    private static final class Running {
        private final int permits;
        private final Set<Long> calls = new HashSet<>();

        Running(LowerConcurrency alteration) {
            this.permits = alteration.permits();
        }
    }

    /** The calls of a verb that began within the last second. */
    private static final class Rate {
        private final int perSecond;
        private final Deque<Instant> begun = new ArrayDeque<>();
        private Instant last = Instant.MIN;
        private Instant uncertainUntil = Instant.MIN;

        Rate(LowerRate alteration) {
            this.perSecond = alteration.perSecond();
        }

        ReplayedDecision admit(Step.Admitted call) {
            // Records of calls that ran side by side may be out of order.
            Instant recorded = call.decision().time();
            last = recorded.isBefore(last) ? last : recorded;
            while (!begun.isEmpty() && !begun.getFirst().plus(SECOND).isAfter(last)) {
                begun.removeFirst();
            }
            if (last.isBefore(uncertainUntil)) {
                return uncertain(call, SECOND);
            }
            if (begun.size() < perSecond) {
                begun.add(last);
                return call.result();
            }
            return mustSucceed(call) ? uncertain(call, SECOND.multipliedBy(2)) : refused(call);
        }

        /** A token that was taken now or a second from now counts for a second more. */
        private ReplayedDecision uncertain(Step.Admitted call, Duration length) {
            Instant until = last.plus(length);
            uncertainUntil = until.isAfter(uncertainUntil) ? until : uncertainUntil;
            begun.clear();
            return new ReplayedDecision.Undetermined(
                    call.result().index(),
                    "a call of " + call.decision().capability() + " that must succeed waits for"
                            + " its turn by perSecond=" + perSecond
                            + ", and how long is not in the ledger");
        }

        private static boolean mustSucceed(Step.Admitted call) {
            return call.decision().request().orElseThrow().qualityOfService().mustSucceed();
        }

        private static ReplayedDecision refused(Step.Admitted call) {
            Explanation after = new Explanation(
                    "refuse",
                    Optional.of(Reason.RATE_EXCEEDED.code()),
                    Optional.empty(),
                    List.of());
            return call.before().permits()
                    ? new ReplayedDecision.Different(
                            call.result().index(), call.decision(), call.before(), after)
                    : new ReplayedDecision.Same(call.result().index(), false);
        }
    }
}
