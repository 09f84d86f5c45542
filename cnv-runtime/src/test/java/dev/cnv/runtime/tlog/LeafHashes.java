package dev.cnv.runtime.tlog;

import java.util.ArrayList;
import java.util.List;

/** A tree of any size in memory, level by level; quick, and so not what others are held to. */
final class LeafHashes implements TreeNodes {

    private final List<List<byte[]>> levels = new ArrayList<>();
    private final MerkleHasher hasher = new MerkleHasher();

    static LeafHashes of(int count) {
        LeafHashes tree = new LeafHashes();
        for (int i = 0; i < count; i++) {
            tree.add(NaiveTree.leaf(NaiveTree.entry(i)));
        }
        return tree;
    }

    void add(byte[] leafHash) {
        byte[] hash = leafHash;
        for (int level = 0; ; level++) {
            if (level == levels.size()) {
                levels.add(new ArrayList<>());
            }
            List<byte[]> row = levels.get(level);
            row.add(hash);
            if (row.size() % 2 == 1) {
                return;
            }
            byte[] parent = new byte[32];
            hasher.node(row.get(row.size() - 2), 0, hash, 0, parent, 0);
            hash = parent;
        }
    }

    @Override
    public void node(int level, long index, byte[] out, int offset) {
        System.arraycopy(levels.get(level).get((int) index), 0, out, offset, 32);
    }
}
