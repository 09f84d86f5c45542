package dev.cnv.benchmarks.ledger;

import static dev.cnv.benchmarks.report.Report.figure;

import dev.cnv.benchmarks.report.Report;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.governance.EventJson;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.governance.LedgerEvent;
import dev.cnv.runtime.governance.LedgerLines;
import dev.cnv.runtime.time.SystemTime;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Durable and buffered appends and raw scans of the ledger, beside peers. Arguments: seconds for each
 * subject, the file for the tables, the folder to write in (its device is what is measured).
 */
public final class LedgerBenchmark {

    private static final int PRODUCERS = 64;
    private static final int BUFFERED_RECORDS = 400_000;
    private static final int ROUNDS = 3;
    private static final double NANOS = 1e9;

    private final Path folder;
    private final double seconds;
    private final List<List<String>> goals = new ArrayList<>();

    private LedgerBenchmark(Path folder, double seconds) {
        this.folder = folder;
        this.seconds = seconds;
    }

    /**
     * Runs the benchmark.
     *
     * @param args see the class
     * @throws Exception when a subject fails or a file cannot be written
     */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory(Path.of(args[2]), "cnv-ledger");
        try {
            LedgerBenchmark benchmark = new LedgerBenchmark(folder, Double.parseDouble(args[0]));
            Report report = new Report();
            benchmark.durable(report);
            benchmark.buffered(report);
            report.table(List.of("goal", "CNV", "peer", "ratio", ""), benchmark.goals);
            report.write(Path.of(args[1]));
        } finally {
            delete(folder);
        }
    }

    private void durable(Report report) throws Exception {
        Path ledger = folder.resolve("durable");
        double cnv = 0;
        double bare = 0;
        double roomy = 0;
        double sqlite = 0;
        double mvStore = 0;
        double single = 0;
        // All in turn, so that what else the machine does meets all of them; the best round counts.
        for (int round = 0; round < ROUNDS; round++) {
            delete(ledger);
            cnv = Math.max(cnv, rate(Subject.cnv(ledger)));
            bare = Math.max(bare, sameBatches(ledger, false));
            roomy = Math.max(roomy, sameBatches(ledger, true));
            sqlite = Math.max(sqlite, rate(Subject.sqlite(fresh("sqlite" + round))));
            mvStore = Math.max(mvStore, rate(Subject.mvStore(fresh("mvstore" + round))));
            single = Math.max(single, rate(Subject.channel(fresh("channel" + round))));
        }
        report.say("Durable appends, about 512 bytes each, " + PRODUCERS
                + " producers, the best of " + ROUNDS + " rounds of " + figure(seconds, 0) + " s:");
        report.table(
                List.of("subject", "records a second"),
                List.of(
                        List.of("CNV, chained and hashed", figure(cnv, 0)),
                        List.of(
                                "FileChannel, the same bytes in the same batches, one thread",
                                figure(bare, 0)),
                        List.of("the same, into a file of that length", figure(roomy, 0)),
                        List.of("FileChannel, forced after each record", figure(single, 0)),
                        List.of(
                                "SQLite, WAL, synchronous=FULL, a transaction each",
                                figure(sqlite, 0)),
                        List.of("H2 MVStore, commit and sync each", figure(mvStore, 0))));
        goal("durable append: at least 20 x SQLite", cnv, sqlite, cnv / sqlite >= 20);
        goal("durable append: at least 80 % of the bare FileChannel", cnv, bare, cnv / bare >= 0.8);
    }

    private void buffered(Report report) throws Exception {
        double cnv = 0;
        double events = 0;
        double hashed = 0;
        double bare = 0;
        double scan = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Path ledger = folder.resolve("buffered" + round);
            cnv = Math.max(cnv, bufferedLedger(ledger));
            scan = Math.max(scan, scan(ledger));
            delete(ledger);
            events = Math.max(events, bufferedEvents());
            hashed = Math.max(hashed, bufferedFile(true));
            bare = Math.max(bare, bufferedFile(false));
        }
        report.say("Appends that do not wait, one producer, " + BUFFERED_RECORDS + " records:");
        report.table(
                List.of("subject", "records a second"),
                List.of(
                        List.of("CNV, to the device at the end", figure(cnv, 0)),
                        List.of(
                                "buffered file, the event's canonical JSON and its SHA-256",
                                figure(events, 0)),
                        List.of("buffered file, given bytes and their SHA-256", figure(hashed, 0)),
                        List.of("buffered file, given bytes", figure(bare, 0))));
        goal(
                "buffered append: within 3 x of a buffered file, hashing included",
                cnv,
                hashed,
                hashed / cnv <= 3);
        goal("raw scan: at least 500 MB/s", scan, 500, scan >= 500);
    }

    private void goal(String text, double cnv, double peer, boolean met) {
        goals.add(List.of(
                text,
                figure(cnv, 0),
                figure(peer, 0),
                figure(cnv / peer, 2),
                met ? "met" : "**missed**"));
    }

    private double rate(Subject subject) throws Exception {
        LongAdder count = new LongAdder();
        AtomicBoolean stop = new AtomicBoolean();
        List<java.util.concurrent.Future<?>> running = new ArrayList<>();
        long start;
        try (subject;
                ExecutorService threads = Executors.newFixedThreadPool(PRODUCERS)) {
            start = System.nanoTime();
            for (int i = 0; i < PRODUCERS; i++) {
                running.add(threads.submit(() -> {
                    while (!stop.get()) {
                        subject.append();
                        count.increment();
                    }
                    return null;
                }));
            }
            Thread.sleep((long) (seconds * 1_000));
            stop.set(true);
            for (var one : running) {
                one.get();
            }
            return count.sum() / ((System.nanoTime() - start) / NANOS);
        }
    }

    /** Writes what a ledger has again, with one force for each of its batches. */
    private double sameBatches(Path ledger, boolean room) throws IOException {
        List<byte[]> batches = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        collect(ledger, batches, counts);
        long start;
        try (FileChannel channel = FileChannel.open(
                fresh("bare" + System.nanoTime()),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE)) {
            if (room) {
                for (byte[] batch : batches) {
                    channel.write(ByteBuffer.allocate(batch.length));
                }
                channel.force(true);
                channel.position(0);
            }
            start = System.nanoTime();
            for (byte[] batch : batches) {
                channel.write(ByteBuffer.wrap(batch));
                channel.force(true);
            }
        }
        double total = counts.stream().mapToInt(Integer::intValue).sum();
        return total / ((System.nanoTime() - start) / NANOS);
    }

    private static void collect(Path ledger, List<byte[]> batches, List<Integer> counts) {
        java.io.ByteArrayOutputStream batch = new java.io.ByteArrayOutputStream();
        long[] last = {-1, 0};
        try (LedgerLines lines = LedgerLines.open(ledger)) {
            lines.scan(0, Long.MAX_VALUE, (_, _, _, buffer, offset, length) -> {
                String begin = new String(buffer, offset + 26, 20, StandardCharsets.US_ASCII);
                long number = Long.parseLong(begin.substring(0, begin.indexOf(',')));
                if (number != last[0] && batch.size() > 0) {
                    batches.add(batch.toByteArray());
                    counts.add((int) last[1]);
                    batch.reset();
                    last[1] = 0;
                }
                last[0] = number;
                last[1]++;
                batch.write(buffer, offset, length);
                batch.write('\n');
            });
        }
        batches.add(batch.toByteArray());
        counts.add((int) last[1]);
    }

    private static double bufferedLedger(Path folder) {
        LedgerEvent event = Subject.event();
        long start = System.nanoTime();
        try (FileLedger ledger =
                FileLedger.open(folder, new SystemTime(java.time.Clock.systemUTC()))) {
            for (int i = 0; i < BUFFERED_RECORDS; i++) {
                ledger.append(event, Ledger.Durability.BUFFERED);
            }
        }
        return BUFFERED_RECORDS / ((System.nanoTime() - start) / NANOS);
    }

    private double bufferedEvents() throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        LedgerEvent event = Subject.event();
        long start = System.nanoTime();
        try (OutputStream out = new BufferedOutputStream(
                Files.newOutputStream(fresh("events" + start)), 256 * 1024)) {
            for (int i = 0; i < BUFFERED_RECORDS; i++) {
                byte[] bytes = CanonicalJson.bytes(EventJson.write(event));
                out.write(bytes);
                out.write(sha256.digest(bytes));
            }
        }
        return BUFFERED_RECORDS / ((System.nanoTime() - start) / NANOS);
    }

    private double bufferedFile(boolean hashes) throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        byte[] bytes = Subject.bytes();
        long start = System.nanoTime();
        try (OutputStream out = new BufferedOutputStream(
                Files.newOutputStream(fresh("file" + start)), 256 * 1024)) {
            for (int i = 0; i < BUFFERED_RECORDS; i++) {
                if (hashes) {
                    System.arraycopy(sha256.digest(bytes), 0, bytes, 0, 32);
                }
                out.write(bytes);
            }
        }
        return BUFFERED_RECORDS / ((System.nanoTime() - start) / NANOS);
    }

    /** {@return megabytes a second} */
    private static double scan(Path ledger) {
        double best = 0;
        for (int i = 0; i < 2 * ROUNDS; i++) {
            long[] bytes = {0};
            long start = System.nanoTime();
            try (LedgerLines lines = LedgerLines.open(ledger)) {
                lines.scan(0, Long.MAX_VALUE, (_, _, _, _, _, length) -> bytes[0] += length + 1);
            }
            best = Math.max(best, bytes[0] / 1e6 / ((System.nanoTime() - start) / NANOS));
        }
        return best;
    }

    private Path fresh(String name) {
        return folder.resolve(name);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
