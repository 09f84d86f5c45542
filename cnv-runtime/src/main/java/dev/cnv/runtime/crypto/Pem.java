package dev.cnv.runtime.crypto;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** PEM text (RFC 7468) in its strict form: blocks and nothing between them but line ends. */
final class Pem {

    /** The longest text, in characters. */
    static final int MAX_LENGTH = 64 * 1024;

    private static final int MAX_BLOCK_COUNT = 16;

    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    private static final int LINE_LENGTH = 64;
    private static final Pattern LABEL = Pattern.compile("[A-Z0-9]{1,32}( [A-Z0-9]{1,32}){0,3}");

    /** One block: its label and its content. */
    static final class Block {

        private final String label;
        private final byte[] content;

        private Block(String label, byte[] content) {
            this.label = label;
            this.content = content;
        }

        String label() {
            return label;
        }

        byte[] content() {
            return content;
        }
    }

    private Pem() {}

    static String write(String label, byte[] content) {
        return BEGIN
                + label
                + DASHES
                + '\n'
                + Base64.getMimeEncoder(LINE_LENGTH, new byte[] {'\n'}).encodeToString(content)
                + '\n'
                + END
                + label
                + DASHES
                + '\n';
    }

    /**
     * Reads blocks.
     *
     * @param what what the text is, for messages, which never show its content
     * @param text the text
     * @return the blocks, at least one
     * @throws IllegalArgumentException when the text is anything else
     */
    static List<Block> read(String what, String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    what + " has " + text.length() + " characters, more than " + MAX_LENGTH);
        }
        List<Block> blocks = new ArrayList<>();
        List<String> lines = text.lines().toList();
        int at = 0;
        while (at < lines.size()) {
            if (lines.get(at).isBlank()) {
                at++;
                continue;
            }
            if (blocks.size() == MAX_BLOCK_COUNT) {
                throw new IllegalArgumentException(
                        what + " has more than " + MAX_BLOCK_COUNT + " PEM blocks");
            }
            at = block(what, lines, at, blocks);
        }
        if (blocks.isEmpty()) {
            throw new IllegalArgumentException(what + " is empty; it should be PEM text");
        }
        return blocks;
    }

    private static int block(String what, List<String> lines, int at, List<Block> blocks) {
        String label = label(what, lines.get(at), at);
        StringBuilder body = new StringBuilder();
        int end = at + 1;
        while (end < lines.size() && !lines.get(end).startsWith(END)) {
            body.append(lines.get(end).stripTrailing());
            end++;
        }
        if (end == lines.size() || !lines.get(end).stripTrailing().equals(END + label + DASHES)) {
            throw new IllegalArgumentException(
                    what + " has a PEM block from line=" + (at + 1) + " that does not end");
        }
        blocks.add(new Block(label, decode(what, body.toString(), at)));
        return end + 1;
    }

    private static String label(String what, String line, int at) {
        String stripped = line.stripTrailing();
        if (stripped.startsWith(BEGIN) && stripped.endsWith(DASHES)) {
            String label = stripped.substring(
                    BEGIN.length(), Math.max(BEGIN.length(), stripped.length() - DASHES.length()));
            if (LABEL.matcher(label).matches()) {
                return label;
            }
        }
        throw new IllegalArgumentException(what + " has no PEM block at line=" + (at + 1)
                + ", which should be -----BEGIN ...");
    }

    private static byte[] decode(String what, String body, int at) {
        try {
            byte[] content = Base64.getDecoder().decode(body);
            if (Base64.getEncoder().encodeToString(content).equals(body)) {
                return content;
            }
        } catch (IllegalArgumentException _) {
            // The cause is left out: it shows what the block holds.
        }
        throw new IllegalArgumentException(
                what + " has a PEM block from line=" + (at + 1) + " that is not base64");
    }
}
