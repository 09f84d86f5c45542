package dev.cnv.runtime.delegation;

import java.util.Optional;

/**
 * An internet address as a literal says it, read strictly and without looking anything up; what
 * spellings there are stands at {@link CidrBlock}.
 *
 * @param six true for IPv6
 * @param high the upper 64 bits; 0 for IPv4
 * @param low the lower 64 bits; for IPv4 a number from 0 to 2^32 - 1
 */
record IpAddress(boolean six, long high, long low) {

    private static final int MAX_LENGTH = 39;

    private static final int GROUP_COUNT = 8;

    /** Reads a literal; empty for any other text, and for an IPv4 address inside IPv6. */
    static Optional<IpAddress> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        return text.indexOf(':') < 0
                ? four(text)
                : six(text).filter(address -> !isMapped(address.high, address.low));
    }

    /** Whether an IPv6 address is {@code ::ffff:0:0/96}: machines take it for the IPv4 address in it. */
    static boolean isMapped(long high, long low) {
        return high == 0 && (low >>> 32) == 0xFFFFL;
    }

    /** Reads an IPv6 literal, mapped ones too. */
    static Optional<IpAddress> six(String text) {
        int gap = text.indexOf("::");
        if (text.length() > MAX_LENGTH || (gap >= 0 && text.indexOf("::", gap + 1) >= 0)) {
            return Optional.empty();
        }
        int[] groups = new int[GROUP_COUNT];
        int head = groups(gap < 0 ? text : text.substring(0, gap), groups, 0);
        if (head < 0 || (gap < 0 && head < GROUP_COUNT)) {
            return Optional.empty();
        }
        if (gap >= 0) {
            int[] after = new int[GROUP_COUNT];
            int tail = groups(text.substring(gap + 2), after, 0);
            if (tail < 0 || head + tail >= GROUP_COUNT) {
                return Optional.empty();
            }
            System.arraycopy(after, 0, groups, GROUP_COUNT - tail, tail);
        }
        return Optional.of(new IpAddress(true, word(groups, 0), word(groups, GROUP_COUNT / 2)));
    }

    private static long word(int[] groups, int from) {
        long word = 0;
        for (int i = from; i < from + GROUP_COUNT / 2; i++) {
            word = (word << 16) | groups[i];
        }
        return word;
    }

    /** Reads groups between colons; their number, or -1 when something else is there. */
    private static int groups(String text, int[] groups, int first) {
        if (text.isEmpty()) {
            return first;
        }
        int count = first;
        for (String group : text.split(":", -1)) {
            if (count == GROUP_COUNT || group.isEmpty() || group.length() > 4) {
                return -1;
            }
            groups[count] = number(group, 16);
            if (groups[count] < 0) {
                return -1;
            }
            count++;
        }
        return count;
    }

    /** Reads four numbers from 0 to 255 between dots, none with a zero in front. */
    static Optional<IpAddress> four(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        long low = 0;
        for (String part : parts) {
            boolean padded = part.length() > 1 && part.charAt(0) == '0';
            int number = part.isEmpty() || part.length() > 3 || padded ? -1 : number(part, 10);
            if (number < 0 || number > 255) {
                return Optional.empty();
            }
            low = (low << 8) | number;
        }
        return Optional.of(new IpAddress(false, 0, low));
    }

    /** Reads ASCII digits only: {@link Integer#parseInt} also takes those of other scripts. */
    private static int number(String text, int radix) {
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = c < 128 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                return -1;
            }
            number = number * radix + digit;
        }
        return number;
    }

    /** The one spelling: of IPv6 that of RFC 5952. */
    String text() {
        if (!six) {
            return (low >> 24) + "." + ((low >> 16) & 255) + "." + ((low >> 8) & 255) + "."
                    + (low & 255);
        }
        int gap = 0;
        int gapLength = 1;
        for (int i = 0; i < GROUP_COUNT; i++) {
            int length = zeros(i);
            if (length > gapLength) {
                gap = i;
                gapLength = length;
            }
        }
        return gapLength == 1
                ? joined(0, GROUP_COUNT)
                : joined(0, gap) + "::" + joined(gap + gapLength, GROUP_COUNT);
    }

    private int group(int index) {
        long word = index < GROUP_COUNT / 2 ? high : low;
        return (int) ((word >>> (48 - index % 4 * 16)) & 0xFFFF);
    }

    private int zeros(int from) {
        int to = from;
        while (to < GROUP_COUNT && group(to) == 0) {
            to++;
        }
        return to - from;
    }

    private String joined(int from, int to) {
        StringBuilder out = new StringBuilder();
        for (int i = from; i < to; i++) {
            out.append(i == from ? "" : ":").append(Integer.toHexString(group(i)));
        }
        return out.toString();
    }
}
