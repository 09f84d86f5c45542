package dev.cnv.examples.payments;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The load as a command. */
public final class PaymentsDemo {

    private static final String USAGE = """
            usage: PaymentsDemo FOLDER TRANSFERS PER_SECOND BALANCE_PERCENT
              FOLDER           for the ledgers and payments.md; does not exist yet
              TRANSFERS        at least 1,000
              PER_SECOND       frames of the second run, at least 1,000
              BALANCE_PERCENT  of a hundred frames so many ask for a balance; 0 to 90
            """;

    private static final int ACCOUNTS = 1_000_000;
    private static final int AGENTS = 64;
    private static final long EVEN_SECONDS = 10;

    private final PrintStream out;
    private final PrintStream progress;

    private PaymentsDemo(PrintStream out, PrintStream progress) {
        this.out = out;
        this.progress = progress;
    }

    /**
     * Sends transfers as fast as the ring takes them, then at a rate; prints both reports, and writes a
     * table of both into {@code payments.md}.
     *
     * @param args a folder that does not exist, the number of transfers, how many frames begin in a second
     *     in the second run, and how many of a hundred ask for a balance. Ends with status 2 when they are
     *     wrong, and 1 when a report is not sound
     * @throws InterruptedException when interrupted
     * @throws IOException when the table cannot be written
     */
    public static void main(String[] args) throws InterruptedException, IOException {
        System.exit(run(args, System.out, System.err));
    }

    /** The status that the command ends with. */
    static int run(String[] args, PrintStream out, PrintStream err)
            throws InterruptedException, IOException {
        LoadTerms[] terms;
        try {
            terms = parse(args);
        } catch (IllegalArgumentException e) {
            err.print("payments: " + e.getMessage() + "\n" + USAGE);
            return 2;
        }
        return new PaymentsDemo(out, err).run(terms[0], terms[1], Path.of(args[0])) ? 0 : 1;
    }

    private static LoadTerms[] parse(String[] args) {
        if (args.length != 4) {
            throw new IllegalArgumentException("there are " + args.length + " arguments, not 4");
        }
        Path folder = Path.of(args[0]);
        if (Files.exists(folder)) {
            throw new IllegalArgumentException("FOLDER=" + folder + " exists already");
        }
        long transfers = number("TRANSFERS", args[1], 1_000, 1_000_000_000_000L);
        int perSecond = (int) number("PER_SECOND", args[2], 1_000, 1_000_000_000);
        int percent = (int) number("BALANCE_PERCENT", args[3], 0, 90);
        LoadTerms fast =
                new LoadTerms(ACCOUNTS, transfers, percent, AGENTS, 0, folder.resolve("fast"));
        long lasting = EVEN_SECONDS * perSecond * (100 - percent) / 100;
        return new LoadTerms[] {
            fast,
            new LoadTerms(
                    ACCOUNTS,
                    Math.min(transfers, lasting),
                    percent,
                    AGENTS,
                    perSecond,
                    folder.resolve("even"))
        };
    }

    private static long number(String name, String text, long least, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new IllegalArgumentException(
                name + "=" + text + " is no number from " + least + " to " + most);
    }

    private boolean run(LoadTerms fastTerms, LoadTerms evenTerms, Path folder)
            throws InterruptedException, IOException {
        LoadReport fast = load("as fast as they are taken", fastTerms);
        LoadReport even = load(evenTerms.perSecond() + " a second", evenTerms);
        Files.writeString(folder.resolve("payments.md"), LoadTable.of(fast, even));
        return fast.sound() && even.sound();
    }

    private LoadReport load(String how, LoadTerms terms) throws InterruptedException {
        progress.println("about " + terms.frames() + " frames, " + how);
        LoadReport report = PaymentsLoad.run(terms, progress);
        out.println(how + "\n" + report.text());
        return report;
    }
}
