package dev.cnv.runtime.tlog;

import static dev.cnv.runtime.tlog.MerkleHasher.HASH_BYTES;
import static dev.cnv.runtime.tlog.TilePath.FULL_WIDTH;
import static dev.cnv.runtime.tlog.TilePath.TILE_BITS;

import dev.cnv.runtime.canonical.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Writes the tiles and the bundles of a log. They follow from the entries alone: written anew from the
 * same entries each has the same bytes.
 *
 * <p>A full file is written once. What is there already must have the same bytes; anything else is a
 * {@link LogDamagedException}, and nothing is written over it. Partial files are removed when the full
 * one is there.
 *
 * <p><b>Threading:</b> for one thread, and for one writer of a folder.
 */
public final class TileWriter {

    private final LogFiles files;
    private final Frontier frontier;
    private final MerkleHasher hasher = new MerkleHasher();
    private final EntryBundle bundle = new EntryBundle();
    private final List<byte[]> tiles = new ArrayList<>();

    private TileWriter(LogFiles files, Frontier frontier) {
        this.files = files;
        this.frontier = frontier;
    }

    /**
     * A writer that begins with no entry. Files of earlier writers are compared with, not trusted.
     *
     * @param files the log's files
     * @return the writer
     */
    public static TileWriter fromNothing(LogFiles files) {
        return new TileWriter(files, new Frontier());
    }

    /**
     * A writer that goes on where another one was flushed.
     *
     * @param files the log's files
     * @param size how many entries there were
     * @param root the root of their tree
     * @return the writer
     * @throws LogDamagedException when files of that size are missing, malformed, or lead to another
     *     root
     * @throws IOException when files cannot be read
     */
    public static TileWriter resume(LogFiles files, long size, Digest root) throws IOException {
        TileReader reader = new TileReader(files, size);
        TileWriter writer = new TileWriter(files, Frontier.of(reader, size));
        if (!writer.root().equals(root)) {
            throw new LogDamagedException(
                    LogFault.DISAGREES, "the tiles lead to another root of size=" + size);
        }
        for (int level = 0;
                level <= TilePath.MAX_LEVEL && size >>> (TILE_BITS * level) > 0;
                level++) {
            writer.tiles.add(new byte[FULL_WIDTH * HASH_BYTES]);
        }
        for (TilePath path : TilePath.partial(size)) {
            writer.take(reader, path);
        }
        return writer;
    }

    private void take(TileReader reader, TilePath path) throws IOException {
        if (path.level() != TilePath.ENTRIES) {
            byte[] tile = reader.tile(path);
            System.arraycopy(tile, 0, tiles.get(path.level()), 0, tile.length);
            return;
        }
        byte[] tile = reader.tile(new TilePath(0, path.index(), path.width()));
        int at = 0;
        for (byte[] entry : reader.entries(path)) {
            if (!Arrays.equals(tile, at, at + HASH_BYTES, hasher.leaf(entry), 0, HASH_BYTES)) {
                throw new LogDamagedException(
                        LogFault.DISAGREES, "file=" + path + " does not agree with its tile");
            }
            bundle.add(entry, 0, entry.length);
            at += HASH_BYTES;
        }
    }

    /** {@return how many entries there are} */
    public long size() {
        return frontier.size();
    }

    /** {@return the root of the tree of all entries, flushed or not} */
    public Digest root() {
        return frontier.root();
    }

    /**
     * Adds an entry. Files are written when they are full, others by {@link #flush}.
     *
     * @param entry the entry, at most 65,535 bytes
     * @throws IllegalArgumentException when it has more bytes
     * @throws LogDamagedException when a file is there with other bytes
     * @throws IOException when a file cannot be written; the writer must not be used any more
     */
    public void append(byte[] entry) throws IOException {
        append(entry, 0, entry.length);
    }

    /**
     * Adds an entry.
     *
     * @param source an array with the entry
     * @param offset where it begins
     * @param count its length, in bytes, at most 65,535
     * @throws IllegalArgumentException when it has more bytes
     * @throws LogDamagedException when a file is there with other bytes
     * @throws IOException when a file cannot be written; the writer must not be used any more
     */
    public void append(byte[] source, int offset, int count) throws IOException {
        long index = frontier.size();
        bundle.add(source, offset, count);
        byte[] hash = new byte[HASH_BYTES];
        hasher.leaf(source, offset, count, hash, 0);
        frontier.append(hash);
        if (index % FULL_WIDTH == FULL_WIDTH - 1) {
            writeFull(
                    new TilePath(TilePath.ENTRIES, index / FULL_WIDTH, FULL_WIDTH), bundle.bytes());
            bundle.clear();
        }
        add(0, index, hash);
    }

    /** Adds a hash to a level, and the hash of its tile to the level above when the tile is full. */
    private void add(int level, long index, byte[] hash) throws IOException {
        if (level == tiles.size()) {
            tiles.add(new byte[FULL_WIDTH * HASH_BYTES]);
        }
        byte[] tile = tiles.get(level);
        System.arraycopy(hash, 0, tile, (int) (index % FULL_WIDTH) * HASH_BYTES, HASH_BYTES);
        if (index % FULL_WIDTH == FULL_WIDTH - 1) {
            writeFull(new TilePath(level, index / FULL_WIDTH, FULL_WIDTH), tile.clone());
            add(level + 1, index / FULL_WIDTH, rootOf(tile));
        }
    }

    private byte[] rootOf(byte[] tile) {
        Frontier rows = new Frontier();
        for (int at = 0; at < tile.length; at += HASH_BYTES) {
            rows.append(tile, at);
        }
        return rows.root().bytes();
    }

    /**
     * Writes the partial files. When this returns, all files of a tree of {@link #size} entries survive
     * a crash.
     *
     * @throws LogDamagedException when a file is there with other bytes
     * @throws IOException when a file cannot be written; the writer must not be used any more
     */
    public void flush() throws IOException {
        for (TilePath path : TilePath.partial(size())) {
            write(
                    path,
                    path.level() == TilePath.ENTRIES
                            ? bundle.bytes()
                            : Arrays.copyOf(tiles.get(path.level()), path.width() * HASH_BYTES));
        }
    }

    private void writeFull(TilePath path, byte[] bytes) throws IOException {
        write(path, bytes);
        List<String> partial = files.list(path.partialFolder());
        for (String each : partial) {
            files.delete(each);
        }
        if (!partial.isEmpty()) {
            files.forceFolderOf(partial.getFirst());
        }
    }

    private void write(TilePath path, byte[] bytes) throws IOException {
        String name = path.toString();
        Optional<byte[]> stored = files.read(name, EntryBundle.MAX_BYTES);
        if (stored.isEmpty()) {
            files.replace(name, bytes);
        } else if (Arrays.equals(stored.get(), bytes)) {
            // Its writer may have ended between giving it its name and making the name last.
            files.forceFolderOf(name);
        } else {
            throw new LogDamagedException(
                    LogFault.DISAGREES, "file=" + path + " is there with other bytes");
        }
    }
}
