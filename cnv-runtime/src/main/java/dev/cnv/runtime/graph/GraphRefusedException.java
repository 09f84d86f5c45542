package dev.cnv.runtime.graph;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** No graph can be made of what was given. */
public final class GraphRefusedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<GraphFinding> findings;

    GraphRefusedException(List<GraphFinding> findings) {
        super(findings.stream().map(GraphFinding::message).collect(Collectors.joining("; ")));
        this.findings = List.copyOf(findings);
    }

    /**
     * Everything that is wrong.
     *
     * @return at least one finding
     */
    public List<GraphFinding> findings() {
        return findings;
    }
}
