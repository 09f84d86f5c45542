package dev.cnv.runtime.policy.remote;

import dev.cnv.runtime.policy.PolicyEngine;
import dev.cnv.runtime.policy.PolicyRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Who decides elsewhere.
 *
 * <p>What it decides by is the verb, the arguments, the caller and its chain, the approvals, the epochs and
 * the time; not the ids of the call, so that an answer is good for all calls alike.
 *
 * <p><b>Threading:</b> safe for use by several threads. {@link #decide} does not block.
 */
public interface DecisionPoint {

    /** {@return its name, for the trace} */
    String name();

    /**
     * Asks it.
     *
     * @param request the call and what is known about it; not to be changed
     * @return completes with the answer, or with an exception when there is none
     */
    CompletionStage<PointAnswer> decide(PolicyRequest request);

    /**
     * A decision point in this process.
     *
     * @param engine decides
     * @param goodFor how long its verdicts hold for calls alike; zero for an engine whose rules look at
     *     the time
     * @return the point
     */
    static DecisionPoint of(PolicyEngine engine, Duration goodFor) {
        return new DecisionPoint() {
            @Override
            public String name() {
                return engine.name();
            }

            @Override
            public CompletionStage<PointAnswer> decide(PolicyRequest request) {
                return CompletableFuture.completedStage(
                        new PointAnswer(engine.policy(), engine.evaluate(request), goodFor));
            }
        };
    }
}
