package dev.cnv.examples.payments;

import java.nio.file.Path;

/** The load as a command. */
public final class PaymentsDemo {

    private static final int ACCOUNTS = 1_000_000;
    private static final int AGENTS = 64;
    private static final long PACED_SECONDS = 10;

    private PaymentsDemo() {}

    /**
     * Sends transfers as fast as the ring takes them, then at a rate, and prints both reports.
     *
     * @param args a folder that does not exist, the number of transfers, and how many begin in a second
     *     when they are paced
     * @throws InterruptedException when interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        if (args.length != 3) {
            System.err.println("usage: PaymentsDemo FOLDER TRANSFERS PER_SECOND");
            System.exit(2);
        }
        Path folder = Path.of(args[0]);
        long transfers = Long.parseLong(args[1]);
        int perSecond = Integer.parseInt(args[2]);
        LoadReport fast = PaymentsLoad.run(
                new LoadTerms(ACCOUNTS, transfers, AGENTS, 0, folder.resolve("fast")));
        System.out.println("As fast as they are taken\n" + fast.text());
        long paced = Math.min(transfers, PACED_SECONDS * perSecond);
        LoadReport even = PaymentsLoad.run(
                new LoadTerms(ACCOUNTS, paced, AGENTS, perSecond, folder.resolve("paced")));
        System.out.println(perSecond + " a second\n" + even.text());
        System.exit(fast.sound() && even.sound() ? 0 : 1);
    }
}
