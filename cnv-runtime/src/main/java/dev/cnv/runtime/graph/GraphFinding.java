package dev.cnv.runtime.graph;

import dev.cnv.runtime.capability.CapabilityId;
import java.util.List;
import java.util.stream.Collectors;

/** Why no graph can be made of what was given. */
public sealed interface GraphFinding {

    /**
     * What is wrong, for people.
     *
     * @return one sentence with the values
     */
    String message();

    /**
     * Two nodes have one capability.
     *
     * @param id the capability
     */
    record DuplicateId(CapabilityId id) implements GraphFinding {
        @Override
        public String message() {
            return "capability=" + id + " is there twice";
        }
    }

    /**
     * An edge begins or ends at a capability that is not there.
     *
     * @param from where it begins
     * @param type what it says
     * @param to where it ends
     * @param missing the one that is not there
     */
    record UnknownCapability(
            CapabilityId from, EdgeType type, CapabilityId to, CapabilityId missing)
            implements GraphFinding {
        @Override
        public String message() {
            return from + " " + type + " " + to + ": there is no capability " + missing;
        }
    }

    /**
     * Capabilities require each other.
     *
     * @param cycle the capabilities in the order of the edges; the last requires the first
     */
    record RequiresCycle(List<CapabilityId> cycle) implements GraphFinding {

        /** Copies the list. */
        public RequiresCycle {
            cycle = List.copyOf(cycle);
        }

        @Override
        public String message() {
            return cycle.stream().map(CapabilityId::path).collect(Collectors.joining(" REQUIRES "))
                    + " REQUIRES " + cycle.getFirst();
        }
    }

    /**
     * Two capabilities are said to do the same and differ in what they take or return.
     *
     * @param one a capability
     * @param other the other
     * @param why what differs
     */
    record DifferentSchemas(CapabilityId one, CapabilityId other, String why)
            implements GraphFinding {
        @Override
        public String message() {
            return one + " is not equivalent to " + other + ": " + why;
        }
    }

    /**
     * A capability is said to stand in for another and cannot.
     *
     * @param one the capability
     * @param other the one that it should stand in for
     * @param why what it lacks
     */
    record FalseDominance(CapabilityId one, CapabilityId other, String why)
            implements GraphFinding {
        @Override
        public String message() {
            return one + " does not dominate " + other + ": " + why;
        }
    }

    /**
     * The graph is too large.
     *
     * @param what nodes or edges
     * @param limit the most allowed
     */
    record TooLarge(String what, int limit) implements GraphFinding {
        @Override
        public String message() {
            return "the graph has more than " + limit + " " + what;
        }
    }

    /**
     * What a module's compiler wrote of a verb is not what the verb declares.
     *
     * @param from where the edge begins
     * @param type what it says
     * @param to where it ends
     */
    record Contradiction(CapabilityId from, EdgeType type, CapabilityId to)
            implements GraphFinding {
        @Override
        public String message() {
            return "the graph of a module says " + from + " " + type + " " + to
                    + ", which the verb does not declare; build the module again";
        }
    }
}
