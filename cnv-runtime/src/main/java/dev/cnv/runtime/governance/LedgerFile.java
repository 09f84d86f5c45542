package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.LedgerScan.Place;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads and checks the segments of a ledger. */
final class LedgerFile {

    private LedgerFile() {}

    /** Something that is done with an open directory. */
    @FunctionalInterface
    interface Reading<T extends @Nullable Object> {
        T with(DiskDirectory directory) throws IOException;
    }

    static <T extends @Nullable Object> T withSegments(Path ledger, Reading<T> reading) {
        return reading(ledger, () -> {
            try (DiskDirectory directory = FileDiskDirectory.openForReading(ledger)) {
                return reading.with(directory);
            }
        });
    }

    /** Something that is read of a ledger. */
    @FunctionalInterface
    interface Read<T extends @Nullable Object> {
        T read() throws IOException;
    }

    /** Says of what cannot be read which ledger it is. */
    static <T extends @Nullable Object> T reading(Path ledger, Read<T> reading) {
        try {
            return reading.read();
        } catch (FileNotFoundException e) {
            throw new LedgerException("directory=" + ledger + " has no ledger that can be read", e);
        } catch (IOException e) {
            throw new LedgerException(
                    "directory=" + ledger + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Reads the records up to an end; what a crash left at the end is no record. */
    static @Nullable Void read(
            DiskDirectory directory,
            Place end,
            Function<Digest, Optional<byte[]>> payloads,
            Consumer<LedgerRecord> reader)
            throws IOException {
        LedgerScan.Result found = LedgerScan.of(
                directory, end, (fields, line) -> deliver(fields, line, payloads, reader));
        Optional<LedgerDamage> fault = found.fault();
        if (fault.isPresent()) {
            throw new LedgerException("the ledger is damaged at " + fault.get(), null);
        }
        return null;
    }

    static LedgerVerification verify(DiskDirectory directory, Optional<PayloadStore> payloads)
            throws IOException {
        Verifier verifier = new Verifier(payloads);
        LedgerScan.Result found = LedgerScan.of(directory, Place.END, verifier);
        return new LedgerVerification(
                found.records(),
                found.recordsBehind(),
                Optional.ofNullable(verifier.first),
                Optional.ofNullable(verifier.last),
                verifier.unrecognised,
                found.crashed() ? List.of() : found.damage(),
                found.crashed() ? found.tailBytes() : 0,
                found.head(),
                verifier.mentioned.verify(payloads));
    }

    /** Looks into each record, which a scan does not. */
    private static final class Verifier implements LedgerScan.Visitor {

        private @Nullable Instant first;
        private @Nullable Instant last;
        private long unrecognised;
        private final PayloadMentions mentioned = new PayloadMentions();
        private final Optional<PayloadStore> payloads;

        Verifier(Optional<PayloadStore> payloads) {
            this.payloads = payloads;
        }

        private Optional<byte[]> payload(Digest digest) {
            try {
                return payloads.flatMap(store -> store.find(digest));
            } catch (LedgerException e) {
                throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
            }
        }

        @Override
        public Optional<String> check(LineFields fields, LineReader line) {
            byte[] bytes = line.copy();
            LedgerEvent event;
            LedgerLine parsed;
            try {
                parsed = LedgerLine.parseRecord(bytes);
                event = parsed.toRecord(this::payload).event();
            } catch (IllegalArgumentException e) {
                return Optional.of("the event cannot be read: " + e.getMessage());
            }
            if (!parsed.isCanonical(bytes)) {
                return Optional.of("the line is not in canonical form");
            }
            if (event instanceof LedgerEvent.Unrecognised) {
                unrecognised++;
            }
            if (first == null) {
                first = event.time();
            }
            last = event.time();
            mentioned.add(parsed.type(), parsed.event());
            return Optional.empty();
        }
    }

    private static Optional<String> deliver(
            LineFields fields,
            LineReader line,
            Function<Digest, Optional<byte[]>> payloads,
            Consumer<LedgerRecord> reader) {
        LedgerRecord record;
        try {
            record = LedgerLine.parseRecord(line.copy()).toRecord(payloads);
        } catch (IllegalArgumentException e) {
            throw new LedgerException(
                    "record=" + fields.index() + " type=" + fields.type() + " cannot be read: "
                            + e.getMessage(),
                    e);
        }
        reader.accept(record);
        return Optional.empty();
    }
}
