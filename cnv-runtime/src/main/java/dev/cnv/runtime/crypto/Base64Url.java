package dev.cnv.runtime.crypto;

import java.util.Base64;

/** Base64url without padding (RFC 4648 section 5) of which each byte sequence has one text. */
final class Base64Url {

    private Base64Url() {}

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Decodes. The message of the exception names what was read and never its content. */
    static byte[] decode(String what, String text, int maxBytes) {
        if (text.length() > (maxBytes * 4L + 2) / 3) {
            throw new IllegalArgumentException(what + " has " + text.length()
                    + " characters, more than " + maxBytes + " bytes need");
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException(what + " is not base64url");
        }
        // The platform's decoder passes over padding and over stray bits at the end.
        if (!encode(bytes).equals(text)) {
            throw new IllegalArgumentException(
                    what + " is not base64url without padding and without stray bits");
        }
        return bytes;
    }
}
