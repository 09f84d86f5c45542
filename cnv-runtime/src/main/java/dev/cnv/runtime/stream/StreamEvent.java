package dev.cnv.runtime.stream;

import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Receipt;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * Something that a call says while it runs. The sequence numbers of a call's events begin with 0 and
 * have no gaps; exactly one event, the last, says how the call ended.
 */
public sealed interface StreamEvent {

    /** What an event is about, by its stable name. */
    enum Kind {
        /** The verb begins: the decision is in the ledger. */
        STARTED,
        /** How far it has come. */
        PROGRESS,
        /** A part of the result. */
        PARTIAL_RESULT,
        /** Something for a log. */
        LOG,
        /** Something that somebody should look at. */
        WARNING,
        /** The end: the call was denied, or failed. */
        ERROR,
        /** The end: it completed. */
        COMPLETED,
        /** The end: it was cancelled. */
        CANCELLED;

        /** {@return whether no event follows} */
        public boolean last() {
            return this == ERROR || this == COMPLETED || this == CANCELLED;
        }
    }

    /** {@return its place among the call's events, from 0 without gaps} */
    long sequence();

    /** {@return when it happened, by the runtime's clock} */
    Instant time();

    /** {@return what it is about} */
    Kind kind();

    /**
     * The verb begins. A call that is denied has no such event.
     *
     * @param sequence its place
     * @param time when
     * @param invocation the call's id
     */
    record Started(long sequence, Instant time, UUID invocation) implements StreamEvent {
        @Override
        public Kind kind() {
            return Kind.STARTED;
        }
    }

    /**
     * How far the verb has come.
     *
     * @param sequence its place
     * @param time when
     * @param done how much is done, in units of the verb's own
     * @param total how much there is to do; 0 when that is not known
     * @param what a few words
     */
    record Progressed(long sequence, Instant time, long done, long total, String what)
            implements StreamEvent {
        @Override
        public Kind kind() {
            return Kind.PROGRESS;
        }
    }

    /**
     * A part of the result: an element of the stream that the verb returns, a record that it shows, or a
     * milestone.
     *
     * @param sequence its place
     * @param time when
     * @param value the part
     * @param milestone the receipt, when it is a milestone
     */
    record PartialResult(long sequence, Instant time, JsonNode value, Optional<Milestone> milestone)
            implements StreamEvent {
        @Override
        public Kind kind() {
            return Kind.PARTIAL_RESULT;
        }
    }

    /**
     * Something for a log.
     *
     * @param sequence its place
     * @param time when
     * @param message one line
     */
    record Logged(long sequence, Instant time, String message) implements StreamEvent {
        @Override
        public Kind kind() {
            return Kind.LOG;
        }
    }

    /**
     * Something that somebody should look at.
     *
     * @param sequence its place
     * @param time when
     * @param message one line
     */
    record Warned(long sequence, Instant time, String message) implements StreamEvent {
        @Override
        public Kind kind() {
            return Kind.WARNING;
        }
    }

    /**
     * The end of a call that was denied, or failed.
     *
     * @param sequence its place
     * @param time when
     * @param denial why
     * @param receipt the call's receipt
     */
    record Erred(long sequence, Instant time, Denial denial, Receipt receipt)
            implements StreamEvent {
        @Override
        public Kind kind() {
            return Kind.ERROR;
        }
    }

    /**
     * The end of a call that completed.
     *
     * @param sequence its place
     * @param time when
     * @param outcome what it answered
     */
    record Completed(long sequence, Instant time, Outcome<JsonNode> outcome)
            implements StreamEvent {
        @Override
        public Kind kind() {
            return Kind.COMPLETED;
        }
    }

    /**
     * The end of a call that was cancelled.
     *
     * @param sequence its place
     * @param time when
     * @param denial why
     * @param receipt the call's receipt
     */
    record Cancelled(long sequence, Instant time, Denial denial, Receipt receipt)
            implements StreamEvent {
        @Override
        public Kind kind() {
            return Kind.CANCELLED;
        }
    }
}
