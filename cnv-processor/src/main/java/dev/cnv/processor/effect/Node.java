package dev.cnv.processor.effect;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A method as the analysis sees it: a body, or a description of what it may do, or both.
 *
 * <p><b>Threading:</b> one thread; the solver changes it.
 */
public final class Node {

    private final String name;
    private final boolean folded;
    private final List<Node> callers = new ArrayList<>();
    private @Nullable Body body;
    private Summary summary = Summary.NOTHING;
    private boolean initial;
    private long ignored;
    private long said;
    private String source = "";

    /** For the solver: where it is in its order. */
    int index = -1;

    /** For the solver: the first method of its circle. */
    int low = -1;

    /** For the solver: whether its circle is not closed yet. */
    boolean open;

    /** For the solver: the last method for which it was noted as one that it calls. */
    @Nullable Node caller;

    /** Whether it may call itself, directly or over others. */
    boolean recursive;

    /** For the solver: whether it waits to be evaluated. */
    boolean waiting;

    private Node(String name, boolean folded) {
        this.name = name;
        this.folded = folded;
    }

    /**
     * A method.
     *
     * @param name its name for people, {@code Class.method}
     */
    public static Node of(String name) {
        return new Node(name, false);
    }

    /** What runs when a class is first used: what it changes was not there before. */
    public static Node initial(String name) {
        Node node = new Node(name, false);
        node.initial = true;
        return node;
    }

    /** A function that is called by someone who knows nothing of what it captured. */
    public static Node folded(String name) {
        return new Node(name, true);
    }

    /** {@return its name for people} */
    public String name() {
        return name;
    }

    /** {@return its body, or null when only a description is known} */
    public @Nullable Body body() {
        return body;
    }

    /** Gives it its body. */
    public void body(Body given) {
        body = given;
    }

    /**
     * Says what it may do, by somebody's word. Of its body, if it has one, only allocation, blocking
     * and loops count.
     *
     * @param acts the acts
     * @param by whose word it is
     */
    public void declare(long acts, String by) {
        Summary declared = Summary.declared(acts);
        said = acts;
        ignored = ~(Act.ALLOCATION.bit() | Act.BLOCKING.bit() | Act.LOOP.bit());
        summary = declared;
        source = by;
    }

    /** Says exactly what it may do: read from another compilation. */
    public void describe(Summary known, String by) {
        summary = known;
        source = by;
    }

    /** {@return what it may do, as far as is known} */
    public Summary summary() {
        return summary;
    }

    /** {@return whose word its description is; empty for a body} */
    public String source() {
        return source;
    }

    /** {@return whether the solver reached it} */
    public boolean solved() {
        return index >= 0;
    }

    boolean folded() {
        return folded;
    }

    List<Node> callers() {
        return callers;
    }

    /** Takes a new result of its body; tells whether something changed. */
    boolean update(Summary found) {
        Summary declared = Summary.declared(said);
        long changes = initial ? 0 : folded ? Mask.fold(found.changes()) : found.changes();
        Summary next = ignored == 0
                ? new Summary(found.acts(), changes, found.own(), found.reach())
                : new Summary(
                        declared.acts() | (found.acts() & ~ignored),
                        declared.changes(),
                        found.own(),
                        found.reach());
        if (recursive) {
            next = new Summary(
                    next.acts() | Act.LOOP.bit(), next.changes(), next.own(), next.reach());
        }
        boolean changed = !next.equals(summary);
        summary = next;
        return changed;
    }
}
