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

    static Baseline of(AnomalySettings settings) {
        return switch (settings.method()) {
            case ROBUST -> new Robust(settings.windowSamples(), settings.minScatterRatio());
            case CLASSIC -> new Classic(settings.minScatterRatio());
        };
    }

    /** A scatter of nothing would make every other value infinitely strange. */
    static double atLeast(double scatter, double center, double minRatio) {
        return Math.max(scatter, Math.max(Math.abs(center) * minRatio, 1e-9));
    }

    /**
     * Median and median absolute deviation of the last samples, scaled to the deviation of a normal
     * distribution, with the correction for few samples (Croux and Rousseeuw 1992). Where more than half
     * of the samples are the same, the mean absolute deviation stands in (Iglewicz and Hoaglin 1993).
     */
    final class Robust implements Baseline {

        private static final double TO_SIGMA = 1.4826;
        private static final double MEAN_TO_SIGMA = 1.2533;

        private final double minRatio;
        private final double[] inOrder;
        private final double[] sorted;
        private long count;

        Robust(int window, double minRatio) {
            this.minRatio = minRatio;
            this.inOrder = new double[window];
            this.sorted = new double[window];
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
            return size == 0 ? 0 : (sorted[(size - 1) / 2] + sorted[size / 2]) / 2;
        }

        @Override
        public double z(double value) {
            double center = center();
            return (value - center) / atLeast(scatter(center), center, minRatio);
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
            int size = size();
            int slot = (int) (count % sorted.length);
            if (size == sorted.length) {
                int gone = place(inOrder[slot], size);
                System.arraycopy(sorted, gone + 1, sorted, gone, size - gone - 1);
                size--;
            }
            int at = place(value, size);
            System.arraycopy(sorted, at, sorted, at + 1, size - at);
            sorted[at] = value;
            inOrder[slot] = value;
            count++;
        }

        /** The first place whose sample is not less. */
        private int place(double value, int size) {
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

        private final double minRatio;
        private long count;
        private double mean;
        private double squares;

        Classic(double minRatio) {
            this.minRatio = minRatio;
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
            return (value - mean) / atLeast(deviation, mean, minRatio);
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
