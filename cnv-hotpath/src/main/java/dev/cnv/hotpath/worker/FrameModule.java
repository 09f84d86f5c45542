package dev.cnv.hotpath.worker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The verbs of one annotated class that can be called by frames. Generated. */
public interface FrameModule {

    /** A page of the switch has so many indices; not all of them are verbs. */
    int PAGE_INDICES = 32;

    /**
     * The capability of each verb by its index in frames.
     *
     * @return paths; empty at an index that no verb has
     */
    List<String> verbs();

    /**
     * Makes the dispatcher of one worker.
     *
     * @param right the worker's right to run verbs
     * @return a new dispatcher
     * @throws dev.cnv.runtime.spi.ProofRefusedException when no worker made the right
     */
    FrameDispatcher dispatcher(DispatchRight right);

    /**
     * The list of {@link #verbs()} from its pages. Only generated code calls it.
     *
     * @param pages the paths of each page's verbs, with a space between two
     * @return the paths by index
     * @throws IllegalArgumentException when a page has more paths than indices
     */
    static List<String> pages(String... pages) {
        List<String> verbs = new ArrayList<>();
        for (int page = 0; page < pages.length; page++) {
            List<String> paths = List.of(pages[page].split(" ", -1));
            if (paths.size() > PAGE_INDICES) {
                throw new IllegalArgumentException("page=" + page + " has verbs=" + paths.size()
                        + ", more than " + PAGE_INDICES);
            }
            verbs.addAll(Collections.nCopies(page * PAGE_INDICES - verbs.size(), ""));
            verbs.addAll(paths);
        }
        return List.copyOf(verbs);
    }
}
