package dev.cnv.runtime.telemetry;

import java.util.Locale;

/**
 * The labels that series of metrics have: these and no others. The values of each are known when the
 * runtime is built. Who calls, with which token and which arguments is in the ledger and never a label.
 */
public enum MetricLabel {
    /** A verb of the runtime, by its path; {@code unknown} for what is no verb of it. */
    VERB,
    /** How a call ended, by {@link CallEnd.Kind}. */
    OUTCOME,
    /** Why something was refused or failed, by {@link dev.cnv.runtime.outcome.Reason#code}. */
    REASON,
    /** A part of a call's path, by {@link CallStage}. */
    STAGE,
    /** What a policy said, by {@link PolicyAnswer}. */
    VERDICT,
    /** What became of an attempt. */
    RESULT,
    /** When an append to the ledger returns, by {@link
     * dev.cnv.runtime.governance.Ledger.Durability}. */
    DURABILITY,
    /** A phase of a swarm. */
    PHASE,
    /** The phase that a swarm left. */
    FROM,
    /** The phase that a swarm came to. */
    TO,
    /** The status of a frame. */
    STATUS;

    /** {@return the label's name in every format} */
    public String key() {
        return lower(this);
    }

    /** The value of a label that a constant stands for. */
    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
