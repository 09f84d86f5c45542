package good.graph;

import dev.cnv.annotations.*;

/** Relations that are so. */
public class NearGraph {

    private int last;

    // A chain of requirements, whose end is elsewhere, is no circle.
    // near CNV-601: near-graph.second => near-graph.secnod
    @Capability(id = "near-graph.first", requires = "near-graph.second")
    @Effects(Effect.READ_ONLY)
    public void first() {}

    @Capability(id = "near-graph.second", requires = "near-graph.third")
    @Effects(Effect.READ_ONLY)
    public void second() {}

    // near CNV-602: elsewhere.verb => near-graph.second
    // near CNV-603: elsewhere.verb => near-graph.second
    @Capability(id = "near-graph.third", requires = "elsewhere.verb")
    @Effects(Effect.READ_ONLY)
    public void third() {}

    // near CNV-604: wider(String text) => wider(String text, int more)
    @Capability(id = "near-graph.wider", dominates = "near-graph.narrow")
    @Effects(Effect.MUTATE_STATE)
    public int wider(String text) {
        return ++last + text.length();
    }

    @Capability(id = "near-graph.narrow", equivalentTo = "near-graph.equal")
    @Effects(Effect.READ_ONLY)
    public int narrow(String text) {
        return text.length();
    }

    // near CNV-605: String text => String text, int more
    @Capability(id = "near-graph.equal")
    @Effects(Effect.READ_ONLY)
    public int equal(String text) {
        return text.length();
    }
}
