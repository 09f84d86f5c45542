package dev.cnv.examples.payments;

import dev.cnv.hotpath.grant.FrameStatus;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.governance.FrameEvent;
import dev.cnv.runtime.time.SystemTime;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What a ledger says of frames.
 *
 * @param transfers how many transfers ran
 * @param balances how many balances were said
 * @param denied how many frames were denied
 * @param batches how many batches there were; -1 when a record between two others is missing
 */
record LedgerCounts(long transfers, long balances, long denied, long batches) {

    private static final LedgerCounts NONE = new LedgerCounts(0, 0, 0, 0);

    /** Reads the files of a closed ledger anew. */
    static LedgerCounts read(Path folder) {
        LedgerCounts[] sum = {NONE};
        long[] next = new long[1];
        try (SystemTime time = new SystemTime(Clock.systemUTC());
                FileLedger ledger = FileLedger.open(folder, time)) {
            ledger.read(record -> {
                if (record.event() instanceof FrameEvent.BatchExecuted batch) {
                    sum[0] = sum[0].plus(batch, batch.sequence() == next[0]++);
                }
            });
        }
        return sum[0];
    }

    private LedgerCounts plus(FrameEvent.BatchExecuted batch, boolean follows) {
        return new LedgerCounts(
                transfers + ran(batch, PaymentsVerbs.TRANSFER.id().path()),
                balances + ran(batch, PaymentsVerbs.BALANCE.id().path()),
                denied + batch.denied(),
                follows && batches >= 0 ? batches + batch.batches() : -1);
    }

    private static long ran(FrameEvent.BatchExecuted batch, String verb) {
        return batch.counts().stream()
                .filter(count -> count.verb().equals(verb))
                .filter(count -> count.status().equals(FrameStatus.nameOf(FrameStatus.DONE))
                        || count.status().equals(FrameStatus.nameOf(FrameStatus.FAILED)))
                .mapToLong(FrameEvent.FrameCount::frames)
                .sum();
    }
}
