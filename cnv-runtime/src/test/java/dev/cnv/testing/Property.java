package dev.cnv.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A statement that holds for every value of a generator, tried on many.
 *
 * <p>The number of cases is the system property {@code cnv.property.cases}, 10,000 when it is not
 * set; the seed is {@code cnv.property.seed}, a fixed function of the name when it is not set. On
 * failure the draws are deleted and lowered as long as the check fails in the same way, and the
 * error shows seed, case, draws and value. The draws also go to
 * {@code target/property-failures/NAME.draws}: that line, put into
 * {@code src/test/resources/dev/cnv/testing/draws/NAME.draws}, is replayed first from then on.
 *
 * <pre>{@code
 * Property.named("reverse_twice_isSame").check(
 *         draws -> draws.list(9, d -> d.upTo(100)),
 *         list -> assertEquals(list, list.reversed().reversed()));
 * }</pre>
 */
public final class Property {

    /** The cases of a property when the system property says nothing. */
    public static final int DEFAULT_CASES = 10_000;

    private static final int MAX_SHRINK_RUNS = 20_000;
    private static final String RESOURCES = "/dev/cnv/testing/draws/";

    private final String name;
    private final int cases;
    private final long seed;
    private final Optional<Path> failures;

    private Property(String name, int cases, long seed, Optional<Path> failures) {
        this.name = name;
        this.cases = cases;
        this.seed = seed;
        this.failures = failures;
    }

    /**
     * What must hold.
     *
     * @param <T> the values' type
     */
    @FunctionalInterface
    public interface Check<T> {
        /** Throws anything when the statement does not hold for the value. */
        void on(T value) throws Exception;
    }

    /** A case for which the statement says nothing. */
    static final class CaseGivenUp extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CaseGivenUp() {
            super("the case does not meet the property's condition", null, false, false);
        }
    }

    /** Begins a property; the name is unique, and is part of a file's name. */
    public static Property named(String name) {
        if (!name.matches("[A-Za-z0-9_.-]+")) {
            throw new IllegalArgumentException(
                    "name=" + name + " is not letters, digits and _ . -");
        }
        int cases = Integer.getInteger("cnv.property.cases", DEFAULT_CASES);
        long seed = Long.getLong("cnv.property.seed", 0x9E37_79B9_7F4A_7C15L * name.hashCode());
        return new Property(name, cases, seed, Optional.of(Path.of("target", "property-failures")));
    }

    /** This property with fewer cases, for costly ones: one in {@code divisor}, at least one. */
    public Property oneIn(int divisor) {
        return new Property(name, Math.max(1, cases / divisor), seed, failures);
    }

    /** This property with a number of cases of its own; only for the tests of this class. */
    Property exactly(int count, long otherSeed) {
        return new Property(name, count, otherSeed, Optional.empty());
    }

    /**
     * Tries the statement.
     *
     * @throws AssertionError with seed, draws and value when it does not hold, or when nine of ten
     *     cases were given up
     */
    public <T> void check(Generator<T> generator, Check<T> check) {
        for (List<Long> kept : keptDraws()) {
            RecordedDraws draws = RecordedDraws.replaying(kept);
            run(draws, generator, check)
                    .ifPresent(error -> fail("kept", draws.used(), generator, check, error));
        }
        int givenUp = 0;
        SeededDraws seeds = new SeededDraws(seed);
        for (int i = 0; i < cases; i++) {
            RecordedDraws draws =
                    RecordedDraws.recording(new SeededDraws(seeds.upTo(Long.MAX_VALUE)));
            Optional<Throwable> error = run(draws, generator, check);
            if (error.isPresent() && error.get() instanceof CaseGivenUp) {
                givenUp++;
            } else if (error.isPresent()) {
                fail(Integer.toString(i), draws.used(), generator, check, error.get());
            }
        }
        if (givenUp > 0 && givenUp >= cases - cases / 10) {
            throw new AssertionError(
                    "property=" + name + " gave up " + givenUp + " of " + cases + " cases");
        }
    }

    private <T> void fail(
            String number,
            List<Long> found,
            Generator<T> generator,
            Check<T> check,
            Throwable foundError) {
        if (foundError instanceof CaseGivenUp) {
            return;
        }
        List<Long> draws = shrink(found, generator, check, foundError.getClass());
        RecordedDraws replay = RecordedDraws.replaying(draws);
        Throwable error = run(replay, generator, check).orElse(foundError);
        String line = draws.stream().map(String::valueOf).collect(Collectors.joining(" "));
        failures.ifPresent(folder -> keep(folder, line));
        throw new AssertionError(
                "property=" + name + " seed=" + seed + " case=" + number + " draws=[" + line
                        + "] value=" + describe(draws, generator) + " (found with " + found.size()
                        + " draws): " + error,
                error);
    }

    private static <T> String describe(List<Long> draws, Generator<T> generator) {
        try {
            return String.valueOf(generator.draw(RecordedDraws.replaying(draws)));
        } catch (RuntimeException e) {
            return "(the generator itself failed: " + e + ")";
        }
    }

    private static <T> Optional<Throwable> run(
            RecordedDraws draws, Generator<T> generator, Check<T> check) {
        try {
            check.on(generator.draw(draws));
            return Optional.empty();
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            return Optional.of(e);
        }
    }

    /** Deletes and lowers draws until nothing makes the case smaller. */
    private static <T> List<Long> shrink(
            List<Long> found, Generator<T> generator, Check<T> check, Class<?> error) {
        Shrinking<T> shrinking = new Shrinking<>(found, generator, check, error);
        boolean smaller = true;
        while (smaller) {
            smaller = shrinking.delete() | shrinking.lower();
        }
        return shrinking.best;
    }

    private static final class Shrinking<T> {
        private final Generator<T> generator;
        private final Check<T> check;
        private final Class<?> error;
        private List<Long> best;
        private int runs;

        Shrinking(List<Long> found, Generator<T> generator, Check<T> check, Class<?> error) {
            this.best = found;
            this.generator = generator;
            this.check = check;
            this.error = error;
        }

        boolean delete() {
            boolean smaller = false;
            for (int size = 8; size > 0; size--) {
                for (int from = best.size() - size; from >= 0; from--) {
                    if (from + size > best.size()) {
                        continue;
                    }
                    List<Long> shorter = new ArrayList<>(best);
                    shorter.subList(from, from + size).clear();
                    smaller |= accept(shorter);
                }
            }
            return smaller;
        }

        boolean lower() {
            boolean smaller = false;
            for (int i = 0; i < best.size(); i++) {
                smaller |= lowerOne(i);
                smaller |= lowerAndDelete(i);
            }
            return smaller;
        }

        /** Binary search for the smallest number that still fails. */
        private boolean lowerOne(int index) {
            boolean smaller = false;
            long low = 0;
            while (index < best.size() && low < best.get(index)) {
                long high = best.get(index);
                long middle = low + (high - low) / 2;
                if (accept(replaced(index, middle))) {
                    smaller = true;
                } else {
                    low = middle + 1;
                }
            }
            return smaller;
        }

        /** A count, lowered by one, needs the draws of what it counted deleted with it. */
        private boolean lowerAndDelete(int index) {
            for (int size = 1; size <= 4; size++) {
                for (int from = index + 1;
                        index < best.size() && from + size <= best.size();
                        from++) {
                    if (best.get(index) > 0) {
                        List<Long> shorter = replaced(index, best.get(index) - 1);
                        shorter.subList(from, from + size).clear();
                        if (accept(shorter)) {
                            return true;
                        }
                    }
                }
            }
            return false;
        }

        private List<Long> replaced(int index, long value) {
            List<Long> other = new ArrayList<>(best);
            other.set(index, value);
            return other;
        }

        private boolean accept(List<Long> candidate) {
            if (runs++ >= MAX_SHRINK_RUNS) {
                return false;
            }
            RecordedDraws draws = RecordedDraws.replaying(candidate);
            Optional<Throwable> failure = run(draws, generator, check);
            List<Long> used = draws.used();
            if (failure.isEmpty() || failure.get().getClass() != error || !simpler(used, best)) {
                return false;
            }
            best = used;
            return true;
        }

        private static boolean simpler(List<Long> one, List<Long> other) {
            return one.size() != other.size()
                    ? one.size() < other.size()
                    : Arrays.compare(array(one), array(other)) < 0;
        }

        private static long[] array(List<Long> values) {
            return values.stream().mapToLong(Long::longValue).toArray();
        }
    }

    private List<List<Long>> keptDraws() {
        try (InputStream in = Property.class.getResourceAsStream(RESOURCES + name + ".draws")) {
            if (in == null) {
                return List.of();
            }
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return lines.lines().map(Property::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Long> parse(String line) {
        return line.isBlank()
                ? List.of()
                : Arrays.stream(line.strip().split(" +")).map(Long::valueOf).toList();
    }

    private void keep(Path folder, String line) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(name + ".draws"), line + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
