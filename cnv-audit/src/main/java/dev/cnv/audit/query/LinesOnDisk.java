package dev.cnv.audit.query;

import dev.cnv.runtime.governance.LedgerLines;
import java.nio.file.Path;

/** The lines of a ledger in a folder. */
final class LinesOnDisk implements Lines {

    private final LedgerLines lines;

    private LinesOnDisk(LedgerLines lines) {
        this.lines = lines;
    }

    /**
     * Opens a ledger.
     *
     * @throws dev.cnv.runtime.governance.LedgerException when there is none that can be read
     */
    static Lines open(Path ledger) {
        return new LinesOnDisk(LedgerLines.open(ledger));
    }

    @Override
    public long scan(long fromIndex, long toIndex, Visitor visitor) {
        return lines.scan(fromIndex, toIndex, visitor::line);
    }

    @Override
    public byte[] at(long segment, long offsetBytes) {
        return lines.at(segment, offsetBytes);
    }

    @Override
    public void close() {
        lines.close();
    }
}
