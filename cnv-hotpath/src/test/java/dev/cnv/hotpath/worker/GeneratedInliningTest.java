package dev.cnv.hotpath.worker;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.hotpath.FrameDescriptor;
import dev.cnv.hotpath.bank.Bank;
import dev.cnv.hotpath.bank.BankFrames;
import dev.cnv.hotpath.bank.Branch;
import dev.cnv.hotpath.grant.Jvm;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** C2 takes the verb's own code into the switch that the compiler generates: the JVM says so. */
@Timeout(60)
class GeneratedInliningTest {

    private static final String TRANSFER = "dev.cnv.hotpath.bank.Bank::transfer ";
    private static final String BALANCE = "dev.cnv.hotpath.bank.Bank::balance ";

    private static String compile(String... flag) throws Exception {
        String[] flags = new String[flag.length + 3];
        flags[0] = "-XX:+UnlockDiagnosticVMOptions";
        flags[1] = "-XX:+PrintInlining";
        flags[2] = "-Xbatch";
        System.arraycopy(flag, 0, flags, 3, flag.length);
        return Jvm.run(Child.class, flags);
    }

    /** Only C2 says that it inlines because a call is hot. */
    private static boolean isInlined(String said, String method) {
        return said.lines()
                .anyMatch(line -> line.contains(method) && line.contains("inline (hot)"));
    }

    @Test
    void handlers_ofHotVerbs_areInlined() throws Exception {
        String said = compile();
        assertTrue(isInlined(said, TRANSFER), said);
        assertTrue(isInlined(said, BALANCE), said);
    }

    @Test
    void handler_thatMayNotBeInlined_isFound() throws Exception {
        String said = compile("-XX:CompileCommand=dontinline,dev.cnv.hotpath.bank.Bank::transfer");
        assertFalse(isInlined(said, TRANSFER), said);
        assertTrue(isInlined(said, BALANCE), said);
    }

    /** Dispatches two verbs in turn, until they are compiled. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) throws Throwable {
            BankFrames frames = new BankFrames(new Bank());
            FrameDispatcher dispatcher = frames.dispatcher(WorkerRight.genuine(frames));
            int transfer = frames.verbs().indexOf(Branch.VERBS.get(Branch.TRANSFER));
            int balance = frames.verbs().indexOf(Branch.VERBS.get(Branch.BALANCE));
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment segment = arena.allocate(64, 64);
                int done = 0;
                for (int i = 0; i < 1_000_000; i++) {
                    segment.fill((byte) 0);
                    segment.set(FrameDescriptor.INT, FrameDescriptor.ARGUMENTS_OFFSET, i & 63);
                    done += dispatcher.dispatch(segment, 0, (i & 1) == 0 ? transfer : balance);
                }
                System.out.println("done=" + done);
            }
        }
    }
}
