package dev.cnv.hotpath.ring;

/** The same used wrongly, which has to be found. */
public class CommitFirstModel extends SingleModel {

    @Override
    void fill(FrameRing ring, long frame, int value) {
        ring.commit(frame);
        Words.argument(frame, value);
    }
}
