package dev.cnv.testing;

import java.util.Arrays;

/** Input that no writer made: random bytes and texts, and valid ones with something changed. */
public final class Fuzz {

    private Fuzz() {}

    /** {@return at most {@code max} bytes of any value} */
    public static byte[] bytes(Draws draws, int max) {
        byte[] bytes = new byte[draws.between(0, max)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) draws.upTo(255);
        }
        return bytes;
    }

    /** {@return the bytes with one to three places changed, removed, repeated or cut off} */
    public static byte[] changed(Draws draws, byte[] original) {
        byte[] bytes = original.clone();
        for (int edits = draws.between(1, 3); edits > 0 && bytes.length > 0; edits--) {
            int at = draws.between(0, bytes.length - 1);
            switch (draws.between(0, 4)) {
                case 0 -> bytes[at] ^= (byte) (1 << draws.between(0, 7));
                case 1 -> bytes[at] = (byte) draws.between(0, 255);
                case 2 -> bytes = joined(bytes, at, at + 1, new byte[0]);
                case 3 -> {
                    int to = Math.min(bytes.length, at + draws.between(1, 40));
                    bytes = joined(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
                }
                default -> bytes = draws.rarely(3) ? Arrays.copyOf(bytes, at) : bytes;
            }
        }
        return bytes;
    }

    /** {@return the text with none to three places changed; what is put in is of the given pieces} */
    public static String changed(Draws draws, String original, String pieces) {
        StringBuilder text = new StringBuilder(original);
        for (int edits = draws.between(0, 3); edits > 0 && !text.isEmpty(); edits--) {
            int at = draws.between(0, text.length() - 1);
            switch (draws.between(0, 4)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, pieces.charAt(draws.between(0, pieces.length() - 1)));
                case 2 -> text.setCharAt(at, pieces.charAt(draws.between(0, pieces.length() - 1)));
                case 3 ->
                    text.insert(
                            at,
                            text.substring(at, Math.min(text.length(), at + draws.between(1, 20))));
                default -> text.delete(at, Math.min(text.length(), at + draws.between(1, 20)));
            }
        }
        return text.toString();
    }

    private static byte[] joined(byte[] bytes, int from, int to, byte[] between) {
        byte[] all = new byte[from + between.length + bytes.length - to];
        System.arraycopy(bytes, 0, all, 0, from);
        System.arraycopy(between, 0, all, from, between.length);
        System.arraycopy(bytes, to, all, from + between.length, bytes.length - to);
        return all;
    }
}
