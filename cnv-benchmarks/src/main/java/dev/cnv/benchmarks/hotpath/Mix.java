package dev.cnv.benchmarks.hotpath;

import java.util.Random;

/** Numbers from 0 on, drawn each as often, or skewed: the n-th 1/n as often as the first. */
public final class Mix {

    private final double[] weights;
    private double sum;

    /**
     * A mix.
     *
     * @param count how many numbers there are
     * @param skewed whether some are drawn more often than others
     */
    public Mix(int count, boolean skewed) {
        weights = new double[count];
        for (int i = 0; i < count; i++) {
            weights[i] = skewed ? 1.0 / (i + 1) : 1;
            sum += weights[i];
        }
    }

    /**
     * Draws a number.
     *
     * @param random where chance comes from
     * @return the number
     */
    public int draw(Random random) {
        double left = random.nextDouble() * sum;
        int number = 0;
        while (number < weights.length - 1 && (left -= weights[number]) > 0) {
            number++;
        }
        return number;
    }
}
