package dev.cnv.examples.payments;

import java.nio.file.Path;

/**
 * How much a load is.
 *
 * @param accounts how many accounts, at least 2
 * @param transfers how many transfers, at least 1,000, so that the busiest agent has some of any quarter
 * @param balancePercent how many of a hundred frames ask for a balance instead, about; 0 to 90
 * @param agents how many agents send them, 2 to 256; the n-th sends 1/n as many as the first
 * @param perSecond how many frames begin in a second; 0 for as many as the ring takes
 * @param ledger the folder of the ledger
 */
public record LoadTerms(
        int accounts, long transfers, int balancePercent, int agents, int perSecond, Path ledger) {

    /** The most agents: their number lies in a byte of the correlation. */
    public static final int MAX_AGENTS = 256;

    private static final long MOST_TRANSFERS = 1_000_000_000_000L;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException when one is out of range
     */
    public LoadTerms {
        require("accounts", accounts, 2, Integer.MAX_VALUE);
        require("transfers", transfers, 1_000, MOST_TRANSFERS);
        require("balancePercent", balancePercent, 0, 90);
        require("agents", agents, 2, MAX_AGENTS);
        require("perSecond", perSecond, 0, Integer.MAX_VALUE);
    }

    private static void require(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + "=" + value + " is not " + least + " to " + most);
        }
    }

    /** About how many frames there are, of both verbs. */
    long frames() {
        return transfers * 100 / (100 - balancePercent);
    }
}
