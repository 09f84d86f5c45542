package dev.cnv.runtime.delegation;

import java.util.Base64;

/** Base64 (RFC 4648 section 4) of which each byte sequence has one text. */
final class Base64Text {

    private Base64Text() {}

    /** Decodes. The message of the exception names the member and never its content. */
    static byte[] decode(String what, String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException(what + " is not base64");
        }
        // The platform's decoder passes over missing padding and stray bits at the end.
        if (!encode(bytes).equals(text)) {
            throw new IllegalArgumentException(
                    what + " is not base64 with padding and without stray bits");
        }
        return bytes;
    }

    static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
