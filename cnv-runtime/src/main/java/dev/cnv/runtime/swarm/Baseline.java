package dev.cnv.runtime.swarm;

/** What is usual, as far as samples told. Not safe for use by several threads. */
sealed interface Baseline {

    /** The samples so far. */
    long count();

    /** The usual value. */
    double center();

    /** How far a value that is no sample yet is from the usual one, in units of the usual scatter. */
    double z(double value);

    /** Takes a value in. */
    void add(double value);

    static Baseline of(AnomalySettings settings, double leastScatter) {
        Floor floor = new Floor(settings.minScatterRatio(), leastScatter);
        return switch (settings.method()) {
            case ROBUST -> new Robust(settings.windowSamples(), floor);
            case CLASSIC -> new Classic(floor);
        };
    }

    /**
     * What a scatter is taken for at least: one of nothing would make every other value infinitely strange.
     *
     * @param ratio a part of the usual value
     * @param least whatever the usual value is; for counts 1, because a move more or less is not strange
     */
    record Floor(double ratio, double least) {

        double of(double scatter, double center) {
            return Math.max(scatter, Math.max(Math.abs(center) * ratio, Math.max(least, 1e-9)));
        }
    }

    /**
     * Median and median absolute deviation of the last samples, scaled to the deviation of a normal
     * distribution, with the correction for few samples (Croux and Rousseeuw 1992). Where more than half
     * of the samples are the same, the mean absolute deviation stands in (Iglewicz and Hoaglin 1993).
     * Samples are kept as floats: to one part in 16 million, in half the memory.
     */
    final class Robust implements Baseline {

        private static final double TO_SIGMA = 1.4826;
        private static final double MEAN_TO_SIGMA = 1.2533;

        private final Floor floor;
        private final float[] inOrder;
        private final float[] sorted;
        private long count;

        Robust(int window, Floor floor) {
            this.floor = floor;
            this.inOrder = new float[window];
            this.sorted = new float[window];
        }

        private int size() {
            return (int) Math.min(count, sorted.length);
        }

        @Override
        public long count() {
            return count;
        }

        @Override
        public double center() {
            int size = size();
            return size == 0 ? 0 : ((double) sorted[(size - 1) / 2] + sorted[size / 2]) / 2;
        }

        @Override
        public double z(double value) {
            double center = center();
            return (value - center) / floor.of(scatter(center), center);
        }

        private double scatter(double center) {
            int size = size();
            double deviation = medianDeviation(center, size);
            return deviation > 0
                    ? deviation * TO_SIGMA * size / (size - 0.8)
                    : meanDeviation(center, size) * MEAN_TO_SIGMA;
        }

        /** Deviations rise from the middle of the sorted samples outwards: half of them are enough. */
        private double medianDeviation(double center, int size) {
            int left = (size - 1) / 2;
            int right = left + 1;
            double before = 0;
            double last = 0;
            for (int i = 0; i <= size / 2 && size > 0; i++) {
                double low = left >= 0 ? center - sorted[left] : Double.POSITIVE_INFINITY;
                double high = right < size ? sorted[right] - center : Double.POSITIVE_INFINITY;
                before = last;
                if (low <= high) {
                    last = low;
                    left--;
                } else {
                    last = high;
                    right++;
                }
            }
            return size % 2 == 1 ? last : (before + last) / 2;
        }

        private double meanDeviation(double center, int size) {
            double sum = 0;
            for (int i = 0; i < size; i++) {
                sum += Math.abs(sorted[i] - center);
            }
            return size == 0 ? 0 : sum / size;
        }

        @Override
        public void add(double value) {
            float sample = (float) value;
            int size = size();
            int slot = (int) (count % sorted.length);
            if (size == sorted.length) {
                int gone = place(inOrder[slot], size);
                System.arraycopy(sorted, gone + 1, sorted, gone, size - gone - 1);
                size--;
            }
            int at = place(sample, size);
            System.arraycopy(sorted, at, sorted, at + 1, size - at);
            sorted[at] = sample;
            inOrder[slot] = sample;
            count++;
        }

        /** The first place whose sample is not less. */
        private int place(float value, int size) {
            int low = 0;
            int high = size;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (sorted[middle] < value) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }

    /** Mean and standard deviation of all samples (Welford 1962). */
    final class Classic implements Baseline {

        private final Floor floor;
        private long count;
        private double mean;
        private double squares;

        Classic(Floor floor) {
            this.floor = floor;
        }

        @Override
        public long count() {
            return count;
        }

        @Override
        public double center() {
            return mean;
        }

        @Override
        public double z(double value) {
            double deviation = count < 2 ? 0 : Math.sqrt(squares / (count - 1));
            return (value - mean) / floor.of(deviation, mean);
        }

        @Override
        public void add(double value) {
            count++;
            double from = value - mean;
            mean += from / count;
            squares += from * (value - mean);
        }
    }
}
