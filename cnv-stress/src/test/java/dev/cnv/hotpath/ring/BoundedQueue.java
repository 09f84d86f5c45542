package dev.cnv.hotpath.ring;

import java.util.ArrayDeque;

/** What the rings are: queues in order, of which each producer has a share of two. */
public class BoundedQueue {

    private record Put(int producer, int value) {}

    private final ArrayDeque<Put> queue = new ArrayDeque<>();

    private final int share;

    public BoundedQueue() {
        this(2);
    }

    BoundedQueue(int share) {
        this.share = share;
    }

    public boolean put(int value) {
        return put(0, value);
    }

    public boolean putOne(int value) {
        return put(1, value);
    }

    public boolean putTwo(int value) {
        return put(2, value);
    }

    private boolean put(int producer, int value) {
        if (queue.stream().filter(put -> put.producer() == producer).count() == share) {
            return false;
        }
        return queue.add(new Put(producer, value));
    }

    public long take() {
        Put first = queue.poll();
        return first == null ? Long.MIN_VALUE : first.value();
    }
}
