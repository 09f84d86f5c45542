package dev.cnv.runtime.tlog;

import dev.cnv.runtime.canonical.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Reads what stands in the lines of C2SP's text formats, each in its one form. */
final class Lines {

    private static final int MAX_NUMBER_DIGITS = 19;

    private final String what;
    private final String text;
    private int at;

    Lines(String what, String text) {
        this.what = what;
        this.text = text;
    }

    /** Decodes UTF-8 within a limit, and refuses control characters but line feeds. */
    static String utf8(String what, byte[] bytes, int maxBytes) {
        if (bytes.length > maxBytes) {
            throw refused(what, "has bytes=" + bytes.length + ", more than " + maxBytes);
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            throw refused(what, "is not UTF-8");
        }
        if (text.chars().anyMatch(c -> c < ' ' && c != '\n')) {
            throw refused(what, "has a control character");
        }
        return text;
    }

    static NoteRefusedException refused(String what, String why) {
        return new NoteRefusedException("the " + what + " " + why);
    }

    boolean more() {
        return at < text.length();
    }

    /** The next line, without its line feed, which it must have. */
    String next() {
        int end = text.indexOf('\n', at);
        if (end < 0) {
            throw refused(what, "lacks a line, or the line feed of its last one");
        }
        String line = text.substring(at, end);
        at = end + 1;
        return line;
    }

    /** What was not read yet. */
    String rest() {
        return text.substring(at);
    }

    /** The number after a word and a space, or of the whole line when the word is empty. */
    long number(String word, String line) {
        String digits = after(word, line);
        boolean isForm = !digits.isEmpty()
                && digits.length() <= MAX_NUMBER_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                && (digits.length() == 1 || digits.charAt(0) != '0');
        if (!isForm) {
            throw refused(what, "has a number that is none in its one form");
        }
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException _) {
            throw refused(what, "has a number above 2^63-1");
        }
    }

    String after(String word, String line) {
        String prefix = word.isEmpty() ? "" : word + " ";
        if (!line.startsWith(prefix)) {
            throw refused(what, "has another line where '" + word + "' is expected");
        }
        return line.substring(prefix.length());
    }

    Digest hash(String line) {
        byte[] bytes = base64(what, line, MerkleHasher.HASH_BYTES);
        if (bytes.length != MerkleHasher.HASH_BYTES) {
            throw refused(what, "has a hash of bytes=" + bytes.length + " instead of 32");
        }
        return MerkleTree.digest(bytes, 0);
    }

    /** Base64 (RFC 4648 section 4), padded and without stray bits. */
    static byte[] base64(String what, String text, int maxBytes) {
        if (text.length() > (maxBytes + 2) / 3 * 4) {
            throw refused(what, "has base64 of more than " + maxBytes + " bytes");
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            throw refused(what, "has a part that is not base64");
        }
        // The platform's decoder passes over missing padding and over stray bits at the end.
        if (!base64(bytes).equals(text)) {
            throw refused(what, "has base64 that is not in its one form");
        }
        return bytes;
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
