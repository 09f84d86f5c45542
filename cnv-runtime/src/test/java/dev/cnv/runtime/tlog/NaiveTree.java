package dev.cnv.runtime.tlog;

import dev.cnv.runtime.canonical.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/** The definitions of RFC 9162 section 2.1 as they stand there, over lists. What others are held to. */
final class NaiveTree {

    private NaiveTree() {}

    static byte[] entry(int index) {
        return ("entry " + index).getBytes(StandardCharsets.UTF_8);
    }

    static List<byte[]> entries(int count) {
        return IntStream.range(0, count).mapToObj(NaiveTree::entry).toList();
    }

    static byte[] leaf(byte[] entry) {
        return hash(new byte[] {0}, entry);
    }

    static byte[] mth(List<byte[]> entries) {
        return switch (entries.size()) {
            case 0 -> hash();
            case 1 -> leaf(entries.getFirst());
            default -> {
                int k = split(entries.size());
                yield hash(
                        new byte[] {1},
                        mth(entries.subList(0, k)),
                        mth(entries.subList(k, entries.size())));
            }
        };
    }

    static Digest root(List<byte[]> entries) {
        return digest(mth(entries));
    }

    static List<Digest> inclusion(int index, List<byte[]> entries) {
        List<Digest> path = new ArrayList<>();
        if (entries.size() > 1) {
            int k = split(entries.size());
            List<byte[]> left = entries.subList(0, k);
            List<byte[]> right = entries.subList(k, entries.size());
            path.addAll(index < k ? inclusion(index, left) : inclusion(index - k, right));
            path.add(root(index < k ? right : left));
        }
        return path;
    }

    static List<Digest> consistency(int oldSize, List<byte[]> entries) {
        return oldSize == 0 ? List.of() : subproof(oldSize, entries, true);
    }

    private static List<Digest> subproof(int m, List<byte[]> entries, boolean known) {
        List<Digest> path = new ArrayList<>();
        if (m == entries.size()) {
            if (!known) {
                path.add(root(entries));
            }
            return path;
        }
        int k = split(entries.size());
        List<byte[]> left = entries.subList(0, k);
        List<byte[]> right = entries.subList(k, entries.size());
        path.addAll(m <= k ? subproof(m, left, known) : subproof(m - k, right, false));
        path.add(root(m <= k ? right : left));
        return path;
    }

    /** Hashes of full subtrees, from the definition. */
    static TreeNodes nodes(List<byte[]> entries) {
        return (level, index, out, offset) -> {
            List<byte[]> part = entries.subList(
                    Math.toIntExact(index << level), Math.toIntExact((index + 1) << level));
            System.arraycopy(mth(part), 0, out, offset, 32);
        };
    }

    static Digest digest(byte[] hash) {
        return new Digest(HexFormat.of().formatHex(hash));
    }

    private static int split(int count) {
        int k = 1;
        while (2 * k < count) {
            k *= 2;
        }
        return k;
    }

    private static byte[] hash(byte[]... parts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                sha256.update(part);
            }
            return sha256.digest();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
