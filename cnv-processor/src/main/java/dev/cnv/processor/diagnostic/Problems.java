package dev.cnv.processor.diagnostic;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Collects the problems of one class in the order in which they are found. */
public final class Problems {

    private final List<Problem> problems = new ArrayList<>();

    /**
     * Adds a problem.
     *
     * @param code what kind of problem
     * @param site where it is
     * @param what what is wrong, with the values
     * @param fix what to change
     */
    public void add(Code code, Site site, String what, String fix) {
        problems.add(new Problem(code, site, what, fix));
    }

    /** {@return all problems so far} */
    public List<Problem> all() {
        return List.copyOf(problems);
    }

    /** {@return the indices of the methods that have a problem; -1 stands for the class} */
    public Set<Integer> methods() {
        return problems.stream()
                .map(problem -> problem.site().method())
                .collect(Collectors.toSet());
    }
}
