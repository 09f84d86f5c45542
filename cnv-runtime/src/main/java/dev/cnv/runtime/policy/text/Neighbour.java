package dev.cnv.runtime.policy.text;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The constants beside a constant of an ordered enum. */
final class Neighbour {

    private Neighbour() {}

    static <E extends Enum<E>> Optional<E> above(E constant) {
        return at(constant, 1);
    }

    static <E extends Enum<E>> Optional<E> below(E constant) {
        return at(constant, -1);
    }

    private static <E extends Enum<E>> Optional<E> at(E constant, int distance) {
        List<E> all = Arrays.asList(constant.getDeclaringClass().getEnumConstants());
        int index = all.indexOf(constant) + distance;
        return index < 0 || index == all.size() ? Optional.empty() : Optional.of(all.get(index));
    }
}
