package dev.cnv.processor.effect;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The methods that a call may end in, found when somebody first asks. Many calls share one: the solver
 * joins the methods once, instead of once for each call.
 *
 * <p><b>Threading:</b> one thread.
 */
public final class Choice implements Supplier<List<Node>> {

    private final Supplier<List<Node>> find;
    private @Nullable List<Node> found;
    private @Nullable Node joined;

    /**
     * A choice.
     *
     * @param find finds the methods; called once
     */
    public Choice(Supplier<List<Node>> find) {
        this.find = find;
    }

    @Override
    public List<Node> get() {
        List<Node> known = found;
        if (known == null) {
            known = find.get();
            found = known;
        }
        return known;
    }

    /** One that does what any of them does to the function that is called; one method stands for itself. */
    List<Node> joined() {
        if (get().size() < 2) {
            return get();
        }
        Node known = joined;
        if (known == null) {
            known = Node.of("one of " + get().size());
            Body body = new Body();
            body.call(this, body.function(), Place.UNKNOWN);
            known.body(body);
            joined = known;
        }
        return List.of(known);
    }
}
