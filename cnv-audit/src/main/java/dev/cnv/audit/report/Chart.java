package dev.cnv.audit.report;

import java.util.List;

/**
 * Numbers to be drawn: one for each label in each series.
 *
 * @param title what is shown
 * @param form how it is drawn
 * @param labels what the numbers are of, in the order of the drawing; no two are the same
 * @param series the numbers
 */
record Chart(String title, Form form, List<String> labels, List<Series> series) {

    /** How numbers are drawn. */
    enum Form {
        /** From left to right, the series on top of each other. */
        COLUMNS,
        /** From top to bottom, the series below each other. */
        BARS
    }

    /**
     * Numbers of one kind.
     *
     * @param name the kind
     * @param values a number for each label
     */
    record Series(String name, List<Long> values) {
        Series {
            values = List.copyOf(values);
        }

        long total() {
            return values.stream().mapToLong(Long::longValue).sum();
        }
    }

    Chart {
        labels = List.copyOf(labels);
        series = List.copyOf(series);
        for (Series one : series) {
            if (one.values().size() != labels.size()) {
                throw new IllegalArgumentException("series=" + one.name() + " has "
                        + one.values().size() + " values for labels=" + labels.size());
            }
        }
    }

    /** {@return whether there is nothing to be seen: no label, or no number above zero} */
    boolean isEmpty() {
        return series.stream().allMatch(one -> one.total() == 0);
    }

    /** {@return what the drawing shows, in words} */
    String description() {
        StringBuilder words = new StringBuilder();
        for (Series one : series) {
            words.append(one.name()).append(": ").append(one.total()).append(" in all. ");
        }
        return words.append("The table below has the numbers.").toString();
    }
}
