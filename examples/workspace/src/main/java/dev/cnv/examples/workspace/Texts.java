package dev.cnv.examples.workspace;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Text files: UTF-8, nothing guessed and nothing replaced. */
final class Texts {

    private Texts() {}

    /** {@return the text, empty for bytes that are no UTF-8 text} */
    static Optional<String> decode(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.indexOf('\0') >= 0 ? Optional.empty() : Optional.of(text);
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    static byte[] encode(String path, String text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            if (bytes.remaining() > Workspace.MAX_FILE_BYTES) {
                throw new WorkspaceException("path=" + path + " would have bytes="
                        + bytes.remaining() + ", more than maxBytes=" + Workspace.MAX_FILE_BYTES);
            }
            return Arrays.copyOfRange(
                    bytes.array(), bytes.arrayOffset(), bytes.arrayOffset() + bytes.limit());
        } catch (CharacterCodingException e) {
            throw new WorkspaceException("path=" + path + ": the text has a lone surrogate", e);
        }
    }

    /** {@return how many times a text has another, not overlapping} */
    static int count(String text, String find) {
        int count = 0;
        for (int at = text.indexOf(find); at >= 0; at = text.indexOf(find, at + find.length())) {
            count++;
        }
        return count;
    }
}
