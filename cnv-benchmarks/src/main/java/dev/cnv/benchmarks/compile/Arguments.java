package dev.cnv.benchmarks.compile;

import java.util.List;
import java.util.Optional;

/**
 * The arguments of a benchmark's main method: {@code --name} or {@code --name value}.
 *
 * @param all in the order given
 */
record Arguments(List<String> all) {

    boolean has(String name) {
        return all.contains(name);
    }

    Optional<String> value(String name) {
        int at = all.indexOf(name);
        return at < 0 || at + 1 == all.size() ? Optional.empty() : Optional.of(all.get(at + 1));
    }
}
