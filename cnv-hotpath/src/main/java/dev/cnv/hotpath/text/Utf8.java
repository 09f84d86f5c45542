package dev.cnv.hotpath.text;

/** The byte sequences that are UTF-8: RFC 3629, section 4, and Unicode's table 3-7. */
final class Utf8 {

    private Utf8() {}

    /**
     * How long the character is that begins here.
     *
     * @return 1 to 4 bytes; 0 when no whole, shortest, permitted sequence begins here before the end
     */
    static int length(byte[] text, int from, int end) {
        int first = text[from];
        if (first >= 0) {
            return 1;
        }
        int lead = first & 0xFF;
        int length = lead < 0xC2 || lead > 0xF4 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (length == 0 || from + length > end) {
            return 0;
        }
        int second = text[from + 1] & 0xFF;
        boolean right = second >= lowest(lead) && second <= highest(lead);
        for (int i = 2; i < length; i++) {
            right &= (text[from + i] & 0xC0) == 0x80;
        }
        return right ? length : 0;
    }

    /** The lowest second byte: no longer form of a shorter character. */
    private static int lowest(int lead) {
        return lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    }

    /** The highest second byte: no surrogate, nothing above U+10FFFF. */
    private static int highest(int lead) {
        return lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    }
}
