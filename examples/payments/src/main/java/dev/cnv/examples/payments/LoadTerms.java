package dev.cnv.examples.payments;

import java.nio.file.Path;

/**
 * How much a load is.
 *
 * @param accounts how many accounts, at least 2
 * @param transfers how many transfers, at least 1,000, so that the busiest agent has some of any quarter
 * @param agents how many agents send them, 2 to 256; the n-th sends 1/n as many as the first
 * @param perSecond how many begin in a second; 0 for as many as the ring takes
 * @param ledger the folder of the ledger
 */
public record LoadTerms(int accounts, long transfers, int agents, int perSecond, Path ledger) {

    /** The most agents: their number lies in a byte of the correlation. */
    public static final int MAX_AGENTS = 256;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException when one is out of range
     */
    public LoadTerms {
        if (accounts < 2
                || transfers < 1_000
                || agents < 2
                || agents > MAX_AGENTS
                || perSecond < 0) {
            throw new IllegalArgumentException("accounts=" + accounts + " transfers=" + transfers
                    + " agents=" + agents + " perSecond=" + perSecond + " are out of range");
        }
    }
}
