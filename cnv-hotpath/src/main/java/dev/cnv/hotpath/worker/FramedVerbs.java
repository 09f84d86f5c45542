package dev.cnv.hotpath.worker;

/**
 * Generated verbs of which some can be called by frames too. Whoever has a {@link
 * dev.cnv.runtime.spi.VerbModule} finds its frames so, and both run the same handler.
 */
public interface FramedVerbs {

    /**
     * The frames of these verbs.
     *
     * @return a module over the same handler
     */
    FrameModule frames();
}
