package documentation;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;
import java.util.List;

/**
 * Documents {@code things} &amp; <em>more</em>, see {@link List#of() lists} and {@link List#size}!
 * The rest of it
 * is longer.
 *
 * <p>And has paragraphs.
 */
public final class Documented {

    /**
     * A point, {@literal <here>}.
     *
     * @param x how far
     *     to the right
     * @param y how far down
     */
    public record Point(int x, int y) {}

    /**
     * Shows {@link Point points} e.g.&nbsp;two.  It does so
     * without @ mercy.
     *
     * <ul>
     *   <li>first {@code {braces}}
     *   <li>second
     * </ul>
     *
     * @param point where it is
     * @param name what {@code it} is
     *     called
     * @throws IllegalStateException never
     */
    @Capability(id = "documented.show")
    @Effects(Effect.READ_ONLY)
    public void show(Point point, String name, @Param(description = "Given here.") int other) {}

    /// Shows in `Markdown`, with a [link][List] and **bold** words. More here.
    ///
    /// Another paragraph with [text](https://example.org/x).
    ///
    /// @param name the `name`
    @Capability(id = "documented.markdown")
    @Effects(Effect.READ_ONLY)
    public void markdown(String name) {}

    @Capability(id = "documented.silent")
    @Effects(Effect.READ_ONLY)
    public void silent(String name) {}

    /**
     * Ends without a full stop
     */
    @Capability(id = "documented.endless")
    @Effects(Effect.READ_ONLY)
    public void endless() {}

    /** Closes comments: *&#47; and \\u002a/ too. */
    @Capability(id = "documented.tricky")
    @Effects(Effect.READ_ONLY)
    public void tricky() {}
}
