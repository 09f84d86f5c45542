package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.CborReader;
import dev.cnv.runtime.canonical.CborRefusedException;
import java.util.Base64;

/**
 * A line of text for bytes: a name for what they are, and base64url (RFC 4648 section 5) without
 * padding. Each byte sequence has one text.
 */
final class Base64Text {

    private Base64Text() {}

    static String encode(String prefix, byte[] bytes) {
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The longest text for so many bytes. */
    static int maxLength(String prefix, int maxBytes) {
        return prefix.length() + (maxBytes * 4 + 2) / 3;
    }

    /**
     * Decodes a text; white space around it is allowed.
     *
     * @throws CborRefusedException when it is anything else, or too long; the message shows nothing of
     *     it
     */
    static byte[] decode(String what, String prefix, String text, int maxBytes) {
        if (text.length() > maxLength(prefix, maxBytes) + 64) {
            throw refused(
                    what,
                    "has " + text.length() + " characters, more than "
                            + maxLength(prefix, maxBytes));
        }
        String line = text.strip();
        if (!line.startsWith(prefix)) {
            throw refused(what, "does not begin with " + prefix);
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(line.substring(prefix.length()));
        } catch (IllegalArgumentException _) {
            throw refused(what, "is not base64url after " + prefix);
        }
        // The platform's decoder passes over padding and over stray bits at the end.
        if (!encode(prefix, bytes).equals(line)) {
            throw refused(what, "is not base64url without padding and stray bits");
        }
        return bytes;
    }

    private static CborRefusedException refused(String what, String why) {
        return CborReader.of(what, new byte[0], 0).refused(why);
    }
}
