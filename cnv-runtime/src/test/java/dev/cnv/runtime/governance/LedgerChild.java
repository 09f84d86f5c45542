package dev.cnv.runtime.governance;

import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.time.VirtualTime;
import java.nio.file.Path;

/** The process that {@link LedgerKillTest} kills. */
final class LedgerChild {

    private static final int THREADS = 4;

    private LedgerChild() {}

    public static void main(String[] args) {
        try {
            FileLedger ledger = FileLedger.open(Path.of(args[0]), new VirtualTime(Events.BEGIN));
            if (args[1].equals("append")) {
                for (int i = 0; i < THREADS; i++) {
                    int thread = i;
                    new Thread(() -> append(ledger, thread)).start();
                }
            } else {
                System.out.println("OPENED");
                ledger.close();
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
            long index = ledger.append(Events.completed(message), Durability.ON_DISK);
            System.out.println("ACK " + index + " " + message);
        }
    }
}
