package dev.cnv.audit.replay;

import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.CoseSign1;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.governance.AuditEvent.ReplayCompleted;
import dev.cnv.runtime.governance.EventOrigin;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.governance.LedgerLines;
import dev.cnv.runtime.governance.TreeHead;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Results of replays in the ledger: an event that says in short what came out, between which records, with
 * the whole result as a payload and its signature, a COSE_Sign1 (RFC 9052) over the result's bytes, as
 * another one.
 */
public final class ReplayRecord {

    /** What the signed bytes are. */
    public static final String CONTENT_TYPE = "application/cnv-replay+json";

    private static final int MAX_SIGNED_BYTES = 16 * 1024 * 1024;

    private ReplayRecord() {}

    /**
     * Signs a result and appends it.
     *
     * @param directory the ledger's directory
     * @param ledger the ledger, open since before the replay, so that nothing came in between
     * @param origin who asked for the replay
     * @param slice which decisions were to be looked at; ends behind the last record when it has no end
     * @param whatIf what could have been otherwise
     * @param report what came out
     * @param key signs the result
     * @return the event, which is on disk
     * @throws LedgerException when the ledger cannot take it
     * @throws IllegalArgumentException when the slice ends behind the last record
     */
    public static ReplayCompleted append(
            Path directory,
            FileLedger ledger,
            EventOrigin origin,
            ReplaySlice slice,
            WhatIf whatIf,
            ReplayReport report,
            SigningKey key) {
        long size = ledger.durableSize();
        long to = slice.to() == Long.MAX_VALUE ? size : slice.to();
        if (to > size || slice.from() > to) {
            throw new IllegalArgumentException("from=" + slice.from() + " to=" + to
                    + " is not within the size=" + size + " of the ledger");
        }
        TreeHead covered;
        try (LedgerLines lines = LedgerLines.open(directory)) {
            covered = lines.treeHead(to);
        }
        byte[] result = ReplayResult.bytes(slice, slice.from(), covered, whatIf, report);
        CoseSign1 signed = CoseSign1.sign(key, CONTENT_TYPE, result);
        ReplayCompleted event = event(
                origin,
                slice.from(),
                covered,
                whatIf,
                report,
                ledger.keep(result),
                ledger.keep(signed.bytes()));
        ledger.append(event, Durability.ON_DISK);
        return event;
    }

    private static ReplayCompleted event(
            EventOrigin origin,
            long from,
            TreeHead covered,
            WhatIf whatIf,
            ReplayReport report,
            Digest result,
            Digest signature) {
        return new ReplayCompleted(
                origin,
                from,
                covered.size(),
                covered.root(),
                whatIf.policy().map(rules -> List.of(rules.hash().hex())).orElse(List.of()),
                report.same() + report.different() + report.chainBroken() + report.undetermined(),
                report.same(),
                // A decision that its chain does not bear out came out differently, too.
                report.different() + report.chainBroken(),
                report.undetermined(),
                result,
                Optional.of(signature));
    }

    /**
     * The signed result of an event. Whether the result is right is shown by replaying again.
     *
     * @param directory the ledger's directory
     * @param event the event
     * @param key whose signature it must be
     * @return the result's bytes, canonical JSON; empty when there is no signature, it is not this key's,
     *     is over another result, or a payload is not there
     */
    public static Optional<byte[]> verified(Path directory, ReplayCompleted event, PublicKey key) {
        Optional<byte[]> result = FileLedger.payload(directory, event.result());
        Optional<byte[]> signed =
                event.signature().flatMap(digest -> FileLedger.payload(directory, digest));
        if (result.isEmpty() || signed.isEmpty()) {
            return Optional.empty();
        }
        try {
            return CoseSign1.parse(signed.get(), MAX_SIGNED_BYTES)
                    .verified(key, CONTENT_TYPE)
                    .filter(bytes -> Arrays.equals(bytes, result.get()));
        } catch (CborRefusedException _) {
            return Optional.empty();
        }
    }
}
