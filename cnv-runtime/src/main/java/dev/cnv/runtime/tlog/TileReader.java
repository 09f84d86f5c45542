package dev.cnv.runtime.tlog;

import static dev.cnv.runtime.tlog.MerkleHasher.HASH_BYTES;
import static dev.cnv.runtime.tlog.TilePath.FULL_WIDTH;
import static dev.cnv.runtime.tlog.TilePath.TILE_BITS;

import dev.cnv.runtime.canonical.Digest;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a log from its tiles and bundles alone, as anybody can. Nothing that it gives is known to be
 * true until a proof, or {@link #check}, leads to the root of a checkpoint that is trusted.
 *
 * <p><b>Threading:</b> for one thread. It keeps the last tiles that it read, at most 64.
 */
public final class TileReader implements TreeNodes {

    private static final int MAX_KEPT_TILES = 64;

    private final LogFiles files;
    private final long size;
    private final MerkleHasher hasher = new MerkleHasher();
    private final Map<TilePath, byte[]> kept = new LinkedHashMap<>(MAX_KEPT_TILES, 0.75f, true);

    /**
     * A reader.
     *
     * @param files the log's files
     * @param size the size of a checkpoint, whose tiles there are
     */
    public TileReader(LogFiles files, long size) {
        MerkleTree.requireSize(size);
        this.files = files;
        this.size = size;
    }

    /** {@return the size of the tree that is read} */
    public long size() {
        return size;
    }

    /**
     * Gives the hash of a full subtree.
     *
     * @throws IllegalArgumentException when it is not inside the tree
     * @throws LogDamagedException when a tile is missing or has the wrong length
     */
    @Override
    public void node(int level, long index, byte[] out, int offset) throws IOException {
        if (level < 0 || level >= Long.SIZE || index < 0 || index >= size >>> level) {
            throw new IllegalArgumentException("level=" + level + " index=" + index
                    + " is not inside the tree of size=" + size);
        }
        int inside = level % TILE_BITS;
        int tileLevel = level / TILE_BITS;
        long first = index << inside;
        byte[] tile = tile(place(tileLevel, first / FULL_WIDTH));
        int from = (int) (first % FULL_WIDTH) * HASH_BYTES;
        byte[] hashes = Arrays.copyOfRange(tile, from, from + (HASH_BYTES << inside));
        fold(hashes);
        System.arraycopy(hashes, 0, out, offset, HASH_BYTES);
    }

    /**
     * Gives an entry. That it is the log's is known when an {@link #inclusion} proof says so.
     *
     * @param index its index
     * @return its bytes
     * @throws IllegalArgumentException when it is not inside the tree
     * @throws LogDamagedException when its bundle is missing or malformed
     * @throws IOException when its bundle cannot be read
     */
    public byte[] entry(long index) throws IOException {
        requireInside(index);
        return entries(place(TilePath.ENTRIES, index / FULL_WIDTH)).get((int) (index % FULL_WIDTH));
    }

    /**
     * Makes a proof that an entry is in the tree.
     *
     * @param index the entry's index
     * @return the proof
     * @throws IllegalArgumentException when it is not inside the tree
     * @throws IOException when a tile is missing or cannot be read
     */
    public InclusionProof inclusion(long index) throws IOException {
        return InclusionProof.create(this, index, size);
    }

    /**
     * Makes a proof that a smaller tree is the beginning of this one.
     *
     * @param oldSize the size of the smaller tree
     * @return the proof
     * @throws IllegalArgumentException when it is larger than this tree
     * @throws IOException when a tile is missing or cannot be read
     */
    public ConsistencyProof consistency(long oldSize) throws IOException {
        return ConsistencyProof.create(this, oldSize, size);
    }

    /** {@return the root that the tiles lead to} */
    Digest root() throws IOException {
        return MerkleTree.root(this, size);
    }

    /**
     * Checks every file: that each entry's hash is in its tile, each tile's in the tile above, and that
     * all of them lead to a root.
     *
     * @param root the root of a checkpoint that is trusted
     * @return whether they do, or which file does not
     * @throws IOException when a file cannot be read; a missing or malformed one is a verdict
     */
    public ProofVerdict check(Digest root) throws IOException {
        try {
            checkBundles();
            for (int level = 1;
                    level <= TilePath.MAX_LEVEL && size >>> (TILE_BITS * level) > 0;
                    level++) {
                checkLevel(level);
            }
            return root().equals(root)
                    ? new ProofVerdict.Holds()
                    : ProofVerdict.refused(
                            LogFault.ROOT_MISMATCH,
                            "the tiles lead to another root of size=" + size);
        } catch (LogDamagedException e) {
            return ProofVerdict.refused(e.fault(), String.valueOf(e.getMessage()));
        }
    }

    private void checkBundles() throws IOException {
        byte[] hash = new byte[HASH_BYTES];
        for (long index = 0; index * FULL_WIDTH < size; index++) {
            TilePath bundle = place(TilePath.ENTRIES, index);
            byte[] tile = tile(place(0, index));
            int at = 0;
            for (byte[] entry : entries(bundle)) {
                hasher.leaf(entry, 0, entry.length, hash, 0);
                requireSame(bundle, tile, at, hash);
                at += HASH_BYTES;
            }
        }
    }

    /** Checks that the hashes of a level's tiles are those of the full tiles below. */
    private void checkLevel(int level) throws IOException {
        long hashes = size >>> (TILE_BITS * level);
        for (long index = 0; index < hashes; index++) {
            byte[] below = tile(new TilePath(level - 1, index, FULL_WIDTH)).clone();
            fold(below);
            TilePath path = place(level, index / FULL_WIDTH);
            requireSame(path, tile(path), (int) (index % FULL_WIDTH) * HASH_BYTES, below);
        }
    }

    private static void requireSame(TilePath path, byte[] tile, int at, byte[] hash)
            throws LogDamagedException {
        if (!Arrays.equals(tile, at, at + HASH_BYTES, hash, 0, HASH_BYTES)) {
            throw new LogDamagedException(
                    LogFault.DISAGREES,
                    "file=" + path + " does not agree with the level below at place="
                            + at / HASH_BYTES);
        }
    }

    /** Hashes full rows of nodes to their parents until one is left, which is the first. */
    private void fold(byte[] hashes) {
        for (int count = hashes.length / HASH_BYTES; count > 1; count /= 2) {
            for (int i = 0; i < count; i += 2) {
                int left = i * HASH_BYTES;
                hasher.node(hashes, left, hashes, left + HASH_BYTES, hashes, left / 2);
            }
        }
    }

    /** The tile or bundle of a place, as wide as this tree has it. */
    TilePath place(int level, long index) {
        long hashes = size >>> (TILE_BITS * Math.max(level, 0));
        return new TilePath(level, index, (int) Math.min(FULL_WIDTH, hashes - index * FULL_WIDTH));
    }

    byte[] tile(TilePath path) throws IOException {
        byte[] known = kept.get(path);
        if (known != null) {
            return known;
        }
        Stored stored = stored(path, FULL_WIDTH * HASH_BYTES);
        if (stored.bytes.length != stored.path.width() * HASH_BYTES) {
            throw new LogDamagedException(
                    LogFault.MALFORMED,
                    "file=" + stored.path + " has bytes=" + stored.bytes.length + " instead of "
                            + stored.path.width() * HASH_BYTES);
        }
        byte[] tile = Arrays.copyOf(stored.bytes, path.width() * HASH_BYTES);
        kept.put(path, tile);
        if (kept.size() > MAX_KEPT_TILES) {
            kept.remove(kept.keySet().iterator().next());
        }
        return tile;
    }

    List<byte[]> entries(TilePath path) throws IOException {
        Stored stored = stored(path, EntryBundle.MAX_BYTES);
        return EntryBundle.read(stored.path, stored.bytes, path.width());
    }

    /** A file with its name: the partial one that was asked for, or the full one in its place. */
    private static final class Stored {
        private final TilePath path;
        private final byte[] bytes;

        Stored(TilePath path, byte[] bytes) {
            this.path = path;
            this.bytes = bytes;
        }
    }

    /** A partial file may be gone once the full one is there. */
    private Stored stored(TilePath path, int maxBytes) throws IOException {
        Optional<byte[]> bytes = files.read(path.toString(), maxBytes);
        if (bytes.isPresent()) {
            return new Stored(path, bytes.get());
        }
        TilePath full = path.full();
        return new Stored(
                full,
                files.read(full.toString(), maxBytes)
                        .orElseThrow(() -> new LogDamagedException(
                                LogFault.MISSING, "file=" + path + " is missing")));
    }

    private void requireInside(long index) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException(
                    "index=" + index + " is not inside the tree of size=" + size);
        }
    }
}
