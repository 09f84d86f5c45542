package dev.cnv.audit.query;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a page ended: opaque text, good for one query to one ledger.
 *
 * @param ledger the beginning of the hash of the ledger's first line
 * @param query {@link EventQuery#fingerprint()}
 * @param last the index of the last hit before
 */
record Cursor(String ledger, String query, long last) {

    private static final int MAX_LENGTH = 128;
    private static final Pattern FORM =
            Pattern.compile("1 ([0-9a-f]{16}) ([0-9a-f]{16}) ([0-9]{1,18})");

    /** The text. */
    String text() {
        String plain = "1 " + ledger + " " + query + " " + last;
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Reads a cursor for a query.
     *
     * @throws IllegalArgumentException when it is none, or one of another query or ledger
     */
    static Cursor parse(String text, String ledger, EventQuery query) {
        Cursor cursor = parse(text);
        if (!cursor.query.equals(query.fingerprint())) {
            throw new IllegalArgumentException(
                    "the cursor is of another query: give the same filters and order as for the page before");
        }
        if (!cursor.ledger.equals(ledger)) {
            throw new IllegalArgumentException("the cursor is of another ledger");
        }
        return cursor;
    }

    private static Cursor parse(String text) {
        if (text.length() <= MAX_LENGTH) {
            try {
                Matcher parts = FORM.matcher(
                        new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII));
                if (parts.matches()) {
                    return new Cursor(
                            parts.group(1), parts.group(2), Long.parseLong(parts.group(3)));
                }
            } catch (IllegalArgumentException _) {
                // No Base64; said below.
            }
        }
        throw new IllegalArgumentException(
                "the cursor is not one that a page ended with: copy it whole");
    }
}
