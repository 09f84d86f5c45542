package dev.cnv.hotpath.ring;

/**
 * A queue that is never full: what is aborted is as if it had never been, and a batch comes whole. When an
 * aborted frame gives its place back is no part of it, which is why it has room.
 */
public class RoomyQueue extends BoundedQueue {

    public RoomyQueue() {
        super(Integer.MAX_VALUE);
    }

    public boolean pairOne(int value) {
        return putOne(value) && putOne(value + 1);
    }

    public boolean pairTwo(int value) {
        return putTwo(value) && putTwo(value + 1);
    }

    public boolean drop() {
        return true;
    }

    public boolean dropOne() {
        return true;
    }

    public boolean dropTwo() {
        return true;
    }
}
