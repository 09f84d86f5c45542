package dev.cnv.runtime.tlog;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Entries in a list. */
final class ListLeaves implements Leaves {

    final List<byte[]> entries = new ArrayList<>();

    static ListLeaves of(int count) {
        ListLeaves leaves = new ListLeaves();
        leaves.entries.addAll(NaiveTree.entries(count));
        return leaves;
    }

    @Override
    public long size() {
        return entries.size();
    }

    @Override
    public void read(long from, long to, Sink sink) throws IOException {
        for (byte[] entry : entries.subList((int) from, (int) to)) {
            byte[] inside = new byte[entry.length + 7];
            System.arraycopy(entry, 0, inside, 3, entry.length);
            sink.entry(inside, 3, entry.length);
        }
    }
}
