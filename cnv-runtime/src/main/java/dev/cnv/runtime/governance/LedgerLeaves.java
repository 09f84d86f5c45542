package dev.cnv.runtime.governance;

import dev.cnv.runtime.tlog.Leaves;
import java.io.IOException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A ledger's lines as the entries of a transparency log.
 *
 * <p><b>Threading:</b> as its ledger.
 *
 * @param durable how many records are on disk
 * @param lines opens the lines
 */
record LedgerLeaves(LongSupplier durable, Supplier<LedgerLines> lines) implements Leaves {

    @Override
    public long size() throws IOException {
        try {
            return durable.getAsLong();
        } catch (LedgerException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void read(long from, long to, Sink sink) throws IOException {
        try {
            long next = lines.get().scan(from, to, (_, _, _, buffer, offset, length) -> {
                try {
                    sink.entry(buffer, offset, length);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            if (next < to) {
                throw new IOException("record=" + next + " of " + to + " cannot be read");
            }
        } catch (java.io.UncheckedIOException e) {
            throw e.getCause();
        } catch (LedgerException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
