package dev.cnv.hotpath.worker;

import dev.cnv.runtime.capability.CapabilityId;
import java.util.Arrays;
import java.util.List;

/**
 * Verbs that can be called by frames: those of one annotated class, which are generated, or of several
 * together.
 */
public interface FrameModule {

    /**
     * The capability of each verb. Its place in the list is the verb's index in frames.
     *
     * @return the capabilities, each once
     */
    List<CapabilityId> verbs();

    /**
     * The size of the largest frame of these verbs: what a slot of a ring has at least, or a verb would
     * read arguments out of its neighbour's frame.
     *
     * @return the size in lines: 1, 2 or 4
     */
    int lines();

    /**
     * Makes the dispatcher of one worker.
     *
     * @param right the worker's right to run verbs
     * @return a new dispatcher
     * @throws dev.cnv.runtime.spi.ProofRefusedException when no worker made the right
     */
    FrameDispatcher dispatcher(DispatchRight right);

    /**
     * Several modules as one. The indices of the second begin where those of the first end, and so on:
     * a generated frame is told where its module's begin.
     *
     * @param modules the modules, with no verb in two of them
     * @return a module of all their verbs
     * @throws IllegalArgumentException when there is none, or a verb is there twice
     */
    static FrameModule joined(List<FrameModule> modules) {
        return new JoinedModules(modules);
    }

    /**
     * The list of {@link #verbs()} from texts, which take less code than a list. Only generated code
     * calls it.
     *
     * @param pages paths, with a space between two
     * @return the capabilities of all paths
     */
    static List<CapabilityId> verbs(String... pages) {
        return Arrays.stream(pages)
                .flatMap(page -> Arrays.stream(page.split(" ", -1)))
                .map(CapabilityId::new)
                .toList();
    }
}
