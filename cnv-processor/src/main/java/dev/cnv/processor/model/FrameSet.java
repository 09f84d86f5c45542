package dev.cnv.processor.model;

import dev.cnv.annotations.DurationClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The verbs of a class that can be called by frames, and their indices.
 *
 * <p>A page of the switch has to stay under the 325 bytes of code up to which C2 inlines what runs
 * often (FreqInlineSize). A case is 11 bytes, so that 27 would fit; a power of two makes finding the
 * page a shift, and leaves no index without a verb.
 *
 * @param layouts the verbs' layouts, sorted by capability id
 */
public record FrameSet(List<FrameLayout> layouts) {

    /** An index, shifted right by so many bits, is that of its page. */
    public static final int PAGE_SHIFT = 4;

    /** The most verbs of a page. */
    public static final int PAGE_VERBS = 1 << PAGE_SHIFT;

    /** Copies the list. */
    public FrameSet {
        layouts = List.copyOf(layouts);
    }

    /**
     * The frames of a class.
     *
     * @param handler the class
     * @return its frames; none when its module does not see cnv-hotpath
     */
    public static FrameSet of(Handler handler) {
        List<Verb> verbs = fast(handler).stream()
                .filter(verb -> FrameLayout.misfit(verb).isEmpty())
                .sorted(Comparator.comparing(verb -> verb.capability().id()))
                .toList();
        List<FrameLayout> layouts = new ArrayList<>();
        for (int i = 0; i < verbs.size(); i++) {
            layouts.add(FrameLayout.of(verbs.get(i), i));
        }
        return new FrameSet(layouts);
    }

    /**
     * The verbs of a class that ought to have frames.
     *
     * @param handler the class
     * @return its fast verbs; none when its module does not see cnv-hotpath
     */
    public static List<Verb> fast(Handler handler) {
        return handler.placement().framesKnown()
                ? handler.verbs().stream()
                        .filter(verb -> verb.contract().duration() == DurationClass.FAST_PATH)
                        .toList()
                : List.of();
    }

    /** {@return whether there are none} */
    public boolean isEmpty() {
        return layouts.isEmpty();
    }

    /** {@return how many pages the switch has} */
    public int pages() {
        return (layouts.size() + PAGE_VERBS - 1) / PAGE_VERBS;
    }

    /**
     * The verbs of a page.
     *
     * @param page its index
     * @return its verbs' layouts, in the order of their indices
     */
    public List<FrameLayout> page(int page) {
        return layouts.subList(
                page * PAGE_VERBS, Math.min((page + 1) * PAGE_VERBS, layouts.size()));
    }
}
