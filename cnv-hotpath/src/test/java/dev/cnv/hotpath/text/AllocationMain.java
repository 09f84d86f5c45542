package dev.cnv.hotpath.text;

import com.sun.management.ThreadMXBean;
import dev.cnv.hotpath.hash.CapabilityHash;
import dev.cnv.hotpath.hash.Xxh64;
import dev.cnv.hotpath.hash.Xxh64Batch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/** Prints how many bytes each kind of work allocates; run in JVMs with several compilers. */
final class AllocationMain {

    private static final int WARM_UP = 2_000;
    private static final int COUNT = 5_000;
    private static final int ROUNDS = 3;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final String[] LINES = {
        "account transfer --from=alice --to bob --cents 500 -u",
        "account transfer -fa --to='b o b' --cents=-1.5e3 --note \"x \\\" y\" --note=é --no-show",
        "cluster node drain -w1 -w -2 --labels a=1 --maximum-number-of-nodes=7 --force",
        "file copy a -- -b",
        "account transfer --from=alice --cents=x",
        "account transfer --note='open",
        "account unknown \u0001"
    };

    private AllocationMain() {}

    public static void main(String[] args) {
        System.out.println("loop " + allocated(new Loop()));
        System.out.println("parse " + allocated(new Parse()));
        System.out.println("segment " + allocated(new Segment()));
        System.out.println("hash " + allocated(new Hash()));
        System.out.println("capability " + allocated(new Capability()));
        System.out.println("control " + (allocated(new Control()) >= COUNT * 16L));
    }

    /** Work of one kind; returns something that depends on all of it. */
    private interface Work {
        long once();
    }

    /**
     * The least of some rounds: what a call allocates is in each of them, what the JVM allocates once,
     * such as when it leaves compiled code, is in one.
     */
    private static long allocated(Work work) {
        long sum = repeat(work, WARM_UP);
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            sum += repeat(work, COUNT);
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        if (sum == 42) {
            System.out.println();
        }
        return least;
    }

    private static long repeat(Work work, int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += work.once();
        }
        return sum;
    }

    private static final class Loop implements Work {
        private long next;

        @Override
        public long once() {
            return next++;
        }
    }

    /** What must be seen, if the measurement is worth anything. */
    private static final class Control implements Work {
        private long[] kept = new long[0];

        @Override
        public long once() {
            kept = new long[1 + kept.length % 2];
            return kept.length;
        }
    }

    private static final class Parse implements Work {
        private final CommandParser parser = CommandParser.of(Verbs.table(), 200);
        private final ParsedCommand command = parser.newResult(8);
        private final byte[][] lines = new byte[LINES.length][];
        private final byte[] line = new byte[200];

        Parse() {
            for (int i = 0; i < lines.length; i++) {
                lines[i] = LINES[i].getBytes(StandardCharsets.UTF_8);
            }
        }

        @Override
        public long once() {
            long sum = 0;
            for (int i = 0; i < lines.length; i++) {
                System.arraycopy(lines[i], 0, line, 0, lines[i].length);
                sum += parser.parse(line, 0, lines[i].length, command);
                if (command.count() > 0) {
                    sum += command.number(command.count() > 2 ? 2 : 0) + command.sliceAt(0);
                    sum += command.scale(0, 2) ? 1 : 0;
                    sum += command.is(command.sliceAt(0), line) ? 1 : 0;
                }
            }
            return sum;
        }
    }

    private static final class Segment implements Work {
        private final CommandParser parser = CommandParser.of(Verbs.table(), 200);
        private final ParsedCommand command = parser.newResult(8);
        private final byte[] line = LINES[0].getBytes(StandardCharsets.UTF_8);
        private final MemorySegment segment = Arena.global().allocate(256);

        Segment() {
            segment.asSlice(64, line.length).copyFrom(MemorySegment.ofArray(line));
        }

        @Override
        public long once() {
            return parser.parse(segment, 64, line.length, command) + command.count();
        }
    }

    private static final class Hash implements Work {
        private final long[] ids = new long[32];
        private final long[] hashes = new long[8];
        private final byte[] bytes = new byte[40];

        @Override
        public long once() {
            Xxh64Batch.SCALAR.hash8(ids, 0, 8, 7, hashes);
            Xxh64Batch.SCALAR.hash32(ids, ids, ids, ids, 16, 8, 7, hashes);
            return hashes[3] + Xxh64.hash(bytes, 1, 39, 5);
        }
    }

    private static final class Capability implements Work {
        private final CapabilityHash hash = CapabilityHash.sha256();
        private final byte[] id = "account.transfer@1.0.0".getBytes(StandardCharsets.UTF_8);
        private final byte[] digest = new byte[CapabilityHash.DIGEST_BYTES];

        @Override
        public long once() {
            hash.digest(id, 0, id.length, digest, 0);
            return digest[5];
        }
    }
}
