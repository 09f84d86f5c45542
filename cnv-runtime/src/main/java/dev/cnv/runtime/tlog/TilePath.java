package dev.cnv.runtime.tlog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The path of a tile, or of a bundle of entries, below the folder of a log (C2SP tlog-tiles).
 *
 * <pre>
 * tile/LEVEL/INDEX            tile/entries/INDEX            full: 256 wide
 * tile/LEVEL/INDEX.p/WIDTH    tile/entries/INDEX.p/WIDTH    partial: 1 to 255 wide
 *
 * INDEX: three digits each, all but the last after an x: 1234067 is x001/x234/067
 * </pre>
 *
 * @param level the level of a tile; {@link #ENTRIES} for a bundle
 * @param index which one of its level, from 0
 * @param width how many hashes or entries it has
 */
public record TilePath(int level, long index, int width) {

    /** What a bundle of entries has in place of a level. */
    public static final int ENTRIES = -1;

    /** How many hashes a full tile has. */
    public static final int FULL_WIDTH = 256;

    static final int TILE_BITS = 8;

    /** The highest level that a tree of fewer than 2^63 leaves has. */
    static final int MAX_LEVEL = 7;

    private static final int GROUP = 1000;
    private static final int MAX_LENGTH = 64;
    private static final Pattern FORM =
            Pattern.compile("tile/(entries|[0-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/)*[0-9]{3})"
                    + "(?:\\.p/([1-9][0-9]{0,2}))?");

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when the level is above 63, the index is negative or the width
     *     is not 1 to 256
     */
    public TilePath {
        if (level < ENTRIES || level > 63 || index < 0 || width < 1 || width > FULL_WIDTH) {
            throw new IllegalArgumentException(
                    "level=" + level + " index=" + index + " width=" + width + " is no tile");
        }
    }

    /**
     * Reads a path.
     *
     * @param text the path
     * @return what it names; empty when it is no path of a tile or a bundle in its one form
     */
    public static Optional<TilePath> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (text.length() > MAX_LENGTH || !form.matches()) {
            return Optional.empty();
        }
        String digits = form.group(2).replaceAll("[x/]", "");
        int width = form.group(3) == null ? FULL_WIDTH : Integer.parseInt(form.group(3));
        if (digits.length() > 18 || width > FULL_WIDTH) {
            return Optional.empty();
        }
        int level = form.group(1).equals("entries") ? ENTRIES : Integer.parseInt(form.group(1));
        TilePath path = new TilePath(level, Long.parseLong(digits), width);
        return path.toString().equals(text) ? Optional.of(path) : Optional.empty();
    }

    /**
     * The tiles and bundles of a tree.
     *
     * @param size how many leaves it has
     * @return those on its right edge: the partial ones, lowest level last but for the bundle
     */
    static List<TilePath> partial(long size) {
        List<TilePath> paths = new ArrayList<>();
        for (int level = ENTRIES; level <= MAX_LEVEL; level++) {
            long hashes = size >>> (TILE_BITS * Math.max(level, 0));
            int width = (int) (hashes % FULL_WIDTH);
            if (width > 0) {
                paths.add(new TilePath(level, hashes / FULL_WIDTH, width));
            }
        }
        return paths;
    }

    /** {@return the full tile or bundle of the same place} */
    TilePath full() {
        return new TilePath(level, index, FULL_WIDTH);
    }

    /** {@return the folder that the partial ones of this place are in} */
    String partialFolder() {
        return full() + ".p";
    }

    boolean isFull() {
        return width == FULL_WIDTH;
    }

    /** {@return the path} */
    @Override
    public String toString() {
        StringBuilder path = new StringBuilder(String.format("%03d", index % GROUP));
        for (long rest = index / GROUP; rest > 0; rest /= GROUP) {
            path.insert(0, String.format("x%03d/", rest % GROUP));
        }
        path.insert(0, level == ENTRIES ? "tile/entries/" : "tile/" + level + "/");
        return isFull() ? path.toString() : path + ".p/" + width;
    }
}
