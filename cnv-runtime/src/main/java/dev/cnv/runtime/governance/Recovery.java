package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.LedgerScan.Place;
import dev.cnv.runtime.time.Time;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a ledger's last segment ready for appending: what a crash left is cut, everything that remains
 * is on disk.
 *
 * @param disk the last segment, open for writing; null when the ledger is damaged
 * @param end where the next line goes
 * @param head the leaf hash of the last record
 * @param report what was found
 */
record Recovery(@Nullable Disk disk, Place end, Digest head, OpenReport report) {

    /** Recovers; a ledger that is damaged in a way that no crash explains is left as it is. */
    static Recovery of(DiskDirectory directory, Time time) throws IOException {
        LedgerScan.Result found = LedgerScan.of(directory, Place.END, (_, _) -> Optional.empty());
        Optional<LedgerDamage> fault = found.fault();
        if (fault.isPresent()) {
            return damaged(found, fault.get());
        }
        boolean isNew = found.segment() == LedgerScan.NO_SEGMENT;
        Disk disk = isNew ? directory.create(0) : directory.openForWriting(found.segment());
        try {
            // The process may have died between making the last segment and forcing the directory.
            directory.force();
            OpenReport report = cut(disk, found);
            return found.hasHeader() ? keep(disk, found, report) : begin(disk, found, time, report);
        } catch (IOException | RuntimeException e) {
            disk.close();
            throw e;
        }
    }

    private static Recovery damaged(LedgerScan.Result found, LedgerDamage fault) {
        String warning = "the ledger is damaged at " + fault + "; recordsBehindIt="
                + found.recordsBehind()
                + "; nothing was changed: restore the file, or keep it and begin another ledger";
        OpenReport report =
                new OpenReport(found.records(), 0, List.of(warning), Optional.of(fault));
        return new Recovery(null, Place.END, found.head(), report);
    }

    private static OpenReport cut(Disk disk, LedgerScan.Result found) throws IOException {
        List<String> warnings = new ArrayList<>();
        if (found.tailBytes() > 0) {
            warnings.add("bytesCut=" + found.tailBytes() + " of an unfinished batch behind record "
                    + (found.records() - 1) + ", which no caller was told was on disk: "
                    + found.damage().getFirst());
            disk.truncate(found.endBytes());
        }
        return new OpenReport(found.records(), found.tailBytes(), warnings, Optional.empty());
    }

    /**
     * The last batch may be in the system's cache only: the process died before it was forced, or
     * forcing failed, after which the system takes pages for clean that are not on disk. So it is
     * written again before it is forced.
     */
    private static Recovery keep(Disk disk, LedgerScan.Result found, OpenReport report)
            throws IOException {
        byte[] batch = new byte[Math.toIntExact(found.endBytes() - found.batchStartBytes())];
        if (disk.read(found.batchStartBytes(), batch, 0, batch.length) != batch.length) {
            throw new IOException("the segment became shorter while it was read");
        }
        disk.write(found.batchStartBytes(), batch, batch.length);
        disk.force();
        Place end = new Place(found.segment(), found.endBytes());
        return new Recovery(disk, end, found.head(), report);
    }

    private static Recovery begin(Disk disk, LedgerScan.Result found, Time time, OpenReport report)
            throws IOException {
        long segment = found.records();
        byte[] header =
                LedgerLine.withLineFeed(LedgerLine.header(time.now(), segment, found.head()));
        disk.write(0, header, header.length);
        disk.force();
        return new Recovery(disk, new Place(segment, header.length), found.head(), report);
    }
}
