package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.Digest;
import java.util.List;
import java.util.Optional;

/** Something that was done with the ledger itself. */
public sealed interface AuditEvent extends LedgerEvent {

    /**
     * Somebody set a mark, to refer to the ledger as it was then.
     *
     * @param origin who set it
     * @param name the mark's name; set again and again under one name
     * @param size how many records the mark stands for, all of them before this one
     * @param sinceLast how many of them the last mark of that name does not stand for; all, when there is
     *     none
     * @param root the root of the RFC 9162 tree over these records
     */
    record AuditCheckpoint(EventOrigin origin, String name, long size, long sinceLast, Digest root)
            implements AuditEvent {}

    /**
     * Recorded decisions were evaluated again.
     *
     * @param origin who asked for it
     * @param from the index of the first record that was looked at
     * @param to the index behind the last one
     * @param root the root of the RFC 9162 tree over the first {@code to} records
     * @param policies the hashes of the policies that decided again, sorted
     * @param decisionCount how many decisions were evaluated again
     * @param sameCount how many came out as recorded
     * @param differentCount how many came out differently
     * @param undeterminedCount how many cannot be known from the ledger
     * @param result the payload that has the whole result, as JSON
     * @param signature the payload that has the signed result, a COSE_Sign1
     */
    record ReplayCompleted(
            EventOrigin origin,
            long from,
            long to,
            Digest root,
            List<String> policies,
            long decisionCount,
            long sameCount,
            long differentCount,
            long undeterminedCount,
            Digest result,
            Optional<Digest> signature)
            implements AuditEvent {

        /** Copies the list. */
        public ReplayCompleted {
            policies = List.copyOf(policies);
        }
    }

    /**
     * A payload was erased. The records that name it, their place in the tree and every proof stay.
     *
     * @param origin who erased it
     * @param payload its digest
     * @param why in words
     */
    record PayloadErased(EventOrigin origin, Digest payload, String why) implements AuditEvent {}
}
