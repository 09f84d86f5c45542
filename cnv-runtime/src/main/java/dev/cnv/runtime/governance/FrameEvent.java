package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.outcome.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Something about calls that are made as frames: under a grant, many at a time. */
public sealed interface FrameEvent extends LedgerEvent {

    /** The most counts in one {@link BatchExecuted}. */
    int MAX_COUNT = 65_536;

    /**
     * A verified certificate was lifted to a grant. It is durable before the grant is good, so that no
     * frame runs whose grant the ledger does not name.
     *
     * @param origin who lifted it, when, as part of what
     * @param invocation the call that the certificate was for
     * @param grant the grant's id
     * @param certificate the certificate's id
     * @param capability the verb's path
     * @param version the verb's version
     * @param effects the verb's effects, sorted
     * @param chain the digest of the caller's chain
     * @param policy the hash of the policy that permits it
     * @param table the id of the table that the grant is in
     * @param handle the grant's handle in that table, by which frames name it; never given twice
     * @param expires when the grant stops being good
     * @param uses how many frames may run under it; empty when that is not limited
     */
    record GrantLifted(
            EventOrigin origin,
            UUID invocation,
            UUID grant,
            UUID certificate,
            String capability,
            String version,
            List<String> effects,
            Optional<Digest> chain,
            Optional<Digest> policy,
            UUID table,
            long handle,
            Instant expires,
            OptionalLong uses)
            implements FrameEvent {

        /** Copies the list. */
        public GrantLifted {
            effects = List.copyOf(effects);
        }
    }

    /**
     * A grant is good no more. When this is written, no batch that begins runs a frame under it.
     *
     * @param origin who ended it, when
     * @param grant the grant's id
     * @param capability the verb's path
     * @param reason why; empty when it was given back
     * @param why in words; may be empty
     */
    record GrantEnded(
            EventOrigin origin, UUID grant, String capability, Optional<Reason> reason, String why)
            implements FrameEvent {}

    /**
     * Frames were taken from rings: some were executed and some denied.
     *
     * @param origin when it was written
     * @param table the id of the table that their grants are in
     * @param worker the name of the worker
     * @param sequence counts the records of this worker, from 0 without gaps
     * @param batches how many batches the record is about
     * @param executed how many frames were executed; those that the digest is over
     * @param denied how many were not
     * @param digest the SHA-256 over the executed frames in order: for each its grant's handle, its verb
     *     and its correlation, each as eight bytes, little end first
     * @param counts how many frames of each verb got each status; they add up to executed and denied
     */
    record BatchExecuted(
            EventOrigin origin,
            UUID table,
            String worker,
            long sequence,
            long batches,
            long executed,
            long denied,
            Digest digest,
            List<FrameCount> counts)
            implements FrameEvent {

        /**
         * Copies the list.
         *
         * @throws IllegalArgumentException when there are too many counts, one is not positive, or they
         *     do not add up
         */
        public BatchExecuted {
            counts = List.copyOf(counts);
            if (counts.size() > MAX_COUNT) {
                throw new IllegalArgumentException(
                        "countsCount=" + counts.size() + " is more than " + MAX_COUNT);
            }
            long sum = counts.stream().mapToLong(FrameCount::frames).sum();
            if (sequence < 0
                    || batches < 1
                    || executed < 0
                    || denied < 0
                    || sum != executed + denied) {
                throw new IllegalArgumentException("sequence=" + sequence + " batches=" + batches
                        + " executed=" + executed + " denied=" + denied + " counts=" + sum
                        + " do not fit together");
            }
        }
    }

    /**
     * How many frames of a verb got a status.
     *
     * @param verb the verb's path; empty for frames whose grant names none
     * @param status the status's name
     * @param frames how many, at least 1
     */
    record FrameCount(String verb, String status, long frames) {

        /**
         * Checks the number.
         *
         * @throws IllegalArgumentException when it is not positive
         */
        public FrameCount {
            if (frames < 1) {
                throw new IllegalArgumentException("frames=" + frames + " is less than 1");
            }
        }
    }
}
