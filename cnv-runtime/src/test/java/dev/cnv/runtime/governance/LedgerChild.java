package dev.cnv.runtime.governance;

import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.time.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The process that {@link LedgerKillTest} kills, and whose system calls {@link LedgerStraceTest} fails. */
final class LedgerChild {

    static final int SEGMENT_BYTES = 40_000;
    static final int STEPS = 12;

    private static final int THREADS = 4;

    private LedgerChild() {}

    static FileLedger open(Path directory) {
        return FileLedger.open(directory, new VirtualTime(Events.BEGIN), SEGMENT_BYTES);
    }

    public static void main(String[] args) {
        try {
            FileLedger ledger = open(Path.of(args[0]));
            switch (args[1]) {
                case "append" -> {
                    for (int i = 0; i < THREADS; i++) {
                        int thread = i;
                        new Thread(() -> append(ledger, thread)).start();
                    }
                }
                case "steps" -> steps(ledger);
                default -> {
                    System.out.println("OPENED");
                    ledger.close();
                }
            }
        } catch (LedgerException e) {
            System.out.println(e.getMessage());
            System.exit(3);
        }
    }

    private static void append(FileLedger ledger, int thread) {
        long pid = ProcessHandle.current().pid();
        for (int i = 0; ; i++) {
            String message = pid + "/" + thread + "/" + i;
            ledger.append(Events.completed("buffered"), Durability.BUFFERED);
            ledger.keep(message.getBytes(StandardCharsets.UTF_8));
            long index = ledger.append(Events.completed(message), Durability.ON_DISK);
            System.out.println("ACK " + index + " " + message);
        }
    }

    /** Goes on after a refusal, as a runtime does. */
    private static void steps(FileLedger ledger) {
        for (int i = 0; i < STEPS; i++) {
            String message = "step" + i;
            try {
                long index = ledger.append(Events.completed(message), Durability.ON_DISK);
                System.out.println("ACK " + index + " " + message);
            } catch (LedgerException e) {
                System.out.println(
                        "REFUSED " + ledger.state().getClass().getSimpleName() + " " + message);
            }
        }
    }
}
