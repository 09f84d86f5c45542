package dev.cnv.examples.payments;

import java.util.SplittableRandom;

/** Agents drawn so that the n-th comes 1/n as often as the first: a table, so that drawing is reading. */
final class ZipfAgents {

    private static final int DRAWS = 1 << 16;

    private final byte[] draws = new byte[DRAWS];

    ZipfAgents(int agents, SplittableRandom random) {
        double[] upTo = new double[agents];
        double sum = 0;
        for (int agent = 0; agent < agents; agent++) {
            sum += 1.0 / (agent + 1);
            upTo[agent] = sum;
        }
        for (int i = 0; i < DRAWS; i++) {
            double drawn = random.nextDouble() * sum;
            int agent = 0;
            while (agent < agents - 1 && upTo[agent] < drawn) {
                agent++;
            }
            draws[i] = (byte) agent;
        }
    }

    /** The agent of a draw. */
    int at(long draw) {
        return draws[(int) draw & (DRAWS - 1)] & 0xff;
    }
}
