package dev.cnv.runtime.delegation;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The internet addresses that begin with the same bits (RFC 4632, RFC 4291): {@code 10.0.0.0/8},
 * {@code 2001:db8::/32}.
 *
 * <p>An address is a literal of four decimal numbers without zeros in front, or of IPv6 groups with at
 * most one {@code ::}; upper case is admitted. Names, brackets, ports, zones ({@code %eth0}), dotted
 * numbers inside IPv6, octal, hexadecimal and short IPv4 forms are no addresses here. IPv4 and IPv6 are
 * never in each other, and an IPv4 address inside IPv6 ({@code ::ffff:0:0/96}) is in no block at all, as
 * some machines take it for IPv4 and others do not.
 *
 * <p><b>Threading:</b> immutable.
 *
 * @param six true for IPv6
 * @param high the upper 64 bits of the first address; 0 for IPv4
 * @param low the lower 64 bits of it; for IPv4 a number from 0 to 2^32 - 1
 * @param prefixLength how many bits the addresses have in common, 0 to 32 or 0 to 128
 */
public record CidrBlock(boolean six, long high, long low, int prefixLength)
        implements Comparable<CidrBlock> {

    private static final int FOUR_BIT_COUNT = 32;

    private static final int SIX_BIT_COUNT = 128;

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException when the length is out of range, a bit behind it is set, the bits
     *     are no IPv4 address, or the block lies in {@code ::ffff:0:0/96}
     */
    public CidrBlock {
        String text = new IpAddress(six, high, low).text() + '/' + prefixLength;
        if (prefixLength < 0
                || prefixLength > (six ? SIX_BIT_COUNT : FOUR_BIT_COUNT)
                || (!six && (high != 0 || (low >>> FOUR_BIT_COUNT) != 0))) {
            throw new IllegalArgumentException("block=" + text
                    + " is not an address and a prefix length of 0 to 32 or, for IPv6, 0 to 128");
        }
        if (!clean(six, high, low, prefixLength)) {
            throw new IllegalArgumentException(
                    "block=" + text + " has a bit set behind its prefixLength=" + prefixLength);
        }
        if (six && prefixLength >= 96 && IpAddress.isMapped(high, low)) {
            throw new IllegalArgumentException(
                    "block=" + text + " holds IPv4 addresses inside IPv6; write it as IPv4");
        }
    }

    /**
     * Reads a block.
     *
     * @param text an address, a slash and a prefix length without zeros in front
     * @return the block
     * @throws IllegalArgumentException when it is something else, or a bit behind the prefix is set
     */
    public static CidrBlock parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? "" : text.substring(0, slash);
        int length = slash < 0 ? -1 : length(text.substring(slash + 1));
        Optional<IpAddress> first =
                address.indexOf(':') < 0 ? IpAddress.four(address) : IpAddress.six(address);
        if (first.isEmpty() || length < 0) {
            throw new IllegalArgumentException("block=" + Form.quoted(text)
                    + " is not an address, a slash and a prefix length, such as 10.0.0.0/8 or"
                    + " 2001:db8::/32; one address is written with /32 or /128");
        }
        return new CidrBlock(first.get().six(), first.get().high(), first.get().low(), length);
    }

    private static int length(String text) {
        boolean digits = !text.isEmpty()
                && text.length() <= 3
                && text.chars().allMatch(c -> c >= '0' && c <= '9')
                && (text.length() == 1 || text.charAt(0) != '0');
        return digits ? Integer.parseInt(text) : -1;
    }

    /**
     * Whether every address of another block is in this one.
     *
     * @param narrower the other block
     * @return true when this one is the same or wider
     */
    public boolean includes(CidrBlock narrower) {
        return six == narrower.six
                && prefixLength <= narrower.prefixLength
                && begins(narrower.high, narrower.low);
    }

    /** Whether an address is in the block. */
    boolean holds(IpAddress address) {
        return six == address.six() && begins(address.high(), address.low());
    }

    private boolean begins(long otherHigh, long otherLow) {
        return ((high ^ otherHigh) & highHead(six, prefixLength)) == 0
                && ((low ^ otherLow) & lowHead(six, prefixLength)) == 0;
    }

    /** Whether all bits behind a number of bits are zero. */
    private static boolean clean(boolean six, long high, long low, int bits) {
        return (high & ~highHead(six, bits)) == 0 && (low & ~lowHead(six, bits)) == 0;
    }

    private static long highHead(boolean six, int bits) {
        return six ? head(Math.min(bits, Long.SIZE)) : 0;
    }

    private static long lowHead(boolean six, int bits) {
        return six ? head(Math.max(bits - Long.SIZE, 0)) : (head(bits) >>> FOUR_BIT_COUNT);
    }

    /** A word whose first bits are set: a shift by 64 would be one by 0. */
    private static long head(int bits) {
        return bits == 0 ? 0 : -1L << (Long.SIZE - bits);
    }

    /** The blocks without those inside others, and halves of one block joined, over and over. */
    static NavigableSet<CidrBlock> normal(NavigableSet<CidrBlock> blocks) {
        Deque<CidrBlock> stack = new ArrayDeque<>();
        // Sorted: a block comes before all that are inside it, and halves come one after the other.
        for (CidrBlock next : new TreeSet<>(blocks)) {
            if (stack.isEmpty() || !stack.getFirst().includes(next)) {
                CidrBlock block = next;
                while (!stack.isEmpty() && stack.getFirst().isOtherHalf(block)) {
                    block = stack.removeFirst().upper();
                }
                stack.push(block);
            }
        }
        return Collections.unmodifiableNavigableSet(new TreeSet<>(stack));
    }

    private boolean isOtherHalf(CidrBlock later) {
        return six == later.six
                && prefixLength == later.prefixLength
                && prefixLength > 0
                && clean(six, high, low, prefixLength - 1)
                && upper().includes(later);
    }

    /** The block of which this one is the first half. */
    private CidrBlock upper() {
        return new CidrBlock(six, high, low, prefixLength - 1);
    }

    @Override
    public int compareTo(CidrBlock other) {
        int order = Boolean.compare(six, other.six);
        order = order != 0 ? order : Long.compareUnsigned(high, other.high);
        order = order != 0 ? order : Long.compareUnsigned(low, other.low);
        return order != 0 ? order : Integer.compare(prefixLength, other.prefixLength);
    }

    /** {@return the block in its one spelling; of IPv6 that of RFC 5952} */
    @Override
    public String toString() {
        return new IpAddress(six, high, low).text() + '/' + prefixLength;
    }
}
