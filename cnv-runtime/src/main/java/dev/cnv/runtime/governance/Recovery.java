package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.time.Time;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a disk ready for appending: what a crash left is cut, everything that remains is on disk.
 *
 * @param sizeBytes where the next line goes
 * @param head the SHA-256 of the last line
 * @param report what was found
 */
record Recovery(long sizeBytes, Digest head, OpenReport report) {

    /**
     * Recovers.
     *
     * @throws LedgerException when the disk is damaged; it is untouched then
     */
    static Recovery of(Disk disk, Time time) throws IOException {
        LedgerScan.Result found = LedgerScan.of(disk, disk.size(), (_, _) -> Optional.empty());
        if (!found.damage().isEmpty() && !found.crashed()) {
            throw new LedgerException(
                    "the ledger is damaged at " + found.damage().getFirst() + "; recordsBehindIt="
                            + found.recordsBehind()
                            + "; nothing was changed: restore the file, or keep it and"
                            + " begin another ledger",
                    null);
        }
        List<String> warnings = new ArrayList<>();
        if (found.tailBytes() > 0) {
            warnings.add("bytesCut=" + found.tailBytes() + " of an unfinished batch behind record "
                    + (found.records() - 1) + ", which no caller was told was on disk: "
                    + found.damage().getFirst());
            disk.truncate(found.endBytes());
        }
        OpenReport report = new OpenReport(found.records(), found.tailBytes(), warnings);
        return found.hasHeader() ? keep(disk, found, report) : begin(disk, time, report);
    }

    /**
     * The last batch may be in the system's cache only: the process died before it was forced, or
     * forcing failed, after which the system takes pages for clean that are not on disk. So it is
     * written again before it is forced.
     */
    private static Recovery keep(Disk disk, LedgerScan.Result found, OpenReport report)
            throws IOException {
        byte[] batch = new byte[Math.toIntExact(found.endBytes() - found.batchStartBytes())];
        if (disk.read(found.batchStartBytes(), batch, batch.length) != batch.length) {
            throw new IOException("the file became shorter while it was read");
        }
        disk.write(found.batchStartBytes(), batch);
        disk.force();
        return new Recovery(found.endBytes(), found.head(), report);
    }

    private static Recovery begin(Disk disk, Time time, OpenReport report) throws IOException {
        byte[] header = LedgerLine.header(time.now());
        disk.write(0, LedgerLine.withLineFeed(header));
        disk.force();
        return new Recovery(header.length + 1L, Digest.of(header), report);
    }
}
