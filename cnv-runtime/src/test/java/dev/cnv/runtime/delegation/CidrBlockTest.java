package dev.cnv.runtime.delegation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.testing.Draws;
import dev.cnv.testing.Property;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

class CidrBlockTest {

    private static boolean admits(String block, String address) {
        return ArgumentConstraint.cidrIn(block)
                .admits(JsonNodeFactory.instance.stringNode(address));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.0.0.0/8, 9.255.255.255, false",
        "10.0.0.7/32, 10.0.0.7, true",
        "10.0.0.7/32, 10.0.0.6, false",
        "0.0.0.0/0, 255.255.255.255, true",
        "0.0.0.0/0, ::1, false",
        "128.0.0.0/1, 127.255.255.255, false",
        "128.0.0.0/1, 200.0.0.0, true",
        "::/0, ::1, true",
        "::/0, 2001:DB8::1, true",
        "::/0, 1.2.3.4, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "2001:db8::/64, 2001:db8::ffff:0:0:1, true",
        "2001:db8::/65, 2001:db8::8000:0:0:1, false",
        "2001:db8::/65, 2001:db8::7000:0:0:1, true",
        "2001:db8::1/128, 2001:0db8:0:0:0:0:0:0001, true",
        "2001:db8::1/128, 2001:db8::2, false"
    })
    void admits_literal_isWhenItBeginsWithThePrefix(String block, String address, boolean in) {
        assertEquals(in, admits(block, address));
    }

    /** What some parser takes for an address, and the two texts of an IPv4 address inside IPv6. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10",
                "10.1",
                "10.0.1",
                "10.0.0.0.1",
                "10.0.0.256",
                "10.0.0.01",
                "012.0.0.1",
                "0x0a.0.0.1",
                "167772161",
                "10.0.0.1 ",
                " 10.0.0.1",
                "10.0.0.1\u0000",
                "10.0.0.+1",
                "10.0.0.\u0661",
                "10.0.0.1:80",
                "10.0.0.1/32",
                "10..0.1",
                "localhost",
                "example.org",
                ":",
                ":::",
                "::1::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7::8",
                "1:2:3:4:5:6:7:8::",
                ":1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:",
                "::12345",
                "::g",
                "::\u0661",
                "fe80::1%eth0",
                "[::1]",
                "::1.2.3.4",
                "::ffff:1.2.3.4",
                "::ffff:102:304",
                "0:0:0:0:0:ffff:102:304",
                "0:0:0:0:0:FFFF:0102:0304"
            })
    void admits_otherThanAPlainLiteral_isFalse(String text) {
        assertFalse(admits("0.0.0.0/0", text));
        assertFalse(admits("::/0", text));
    }

    @Test
    void admits_longText_isFalse() {
        assertFalse(admits("::/0", "0:".repeat(1_000_000)));
        assertFalse(admits("0.0.0.0/0", "1".repeat(1_000_000)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/08",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/8/8",
                "/8",
                "10.0.0.1/8",
                "10.0.0.0/0",
                "::/129",
                "::/0128",
                "::1/127",
                "::1/64",
                "2001:db8::/28",
                "::ffff:0:0/96",
                "::ffff:10.0.0.0/104",
                "::ffff:a00:0/104",
                "a/8",
                "::g/8",
                "0.0.0.0/9999"
            })
    void parse_malformedOrUncleanOrMapped_isRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> CidrBlock.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "::/0, ::/0",
        "::1/128, ::1/128",
        "1::/16, 1::/16",
        "2001:DB8:0:0:1:0:0:0/80, 2001:db8:0:0:1::/80",
        "1:0:0:2:0:0:0:3/128, 1:0:0:2::3/128",
        "1:0:2:3:4:5:6:7/128, 1:0:2:3:4:5:6:7/128",
        "192.168.0.0/16, 192.168.0.0/16"
    })
    void toString_anySpelling_isTheOne(String text, String canonical) {
        assertEquals(canonical, CidrBlock.parse(text).toString());
    }

    @Test
    void constructor_partsOutOfRange_areRefused() {
        for (CidrBlockParts parts : List.of(
                new CidrBlockParts(false, 1, 0, 32),
                new CidrBlockParts(false, 0, 1L << 32, 32),
                new CidrBlockParts(false, 0, -1, 32),
                new CidrBlockParts(false, 0, 0, -1),
                new CidrBlockParts(true, 0, 0, 129))) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new CidrBlock(parts.six(), parts.high(), parts.low(), parts.bits()));
        }
    }

    record CidrBlockParts(boolean six, long high, long low, int bits) {}

    @Test
    void cidrIn_halvesAndNested_areJoined() {
        assertEquals(
                ArgumentConstraint.cidrIn("10.0.0.0/8"),
                ArgumentConstraint.cidrIn(
                        "10.0.0.0/9", "10.192.0.0/10", "10.128.0.0/10", "10.1.0.0/16"));
        assertEquals(
                ArgumentConstraint.cidrIn("::/0"), ArgumentConstraint.cidrIn("::/1", "8000::/1"));
        assertEquals(2, blocks("10.128.0.0/9", "11.0.0.0/9"));
        assertEquals(2, blocks("0.0.0.0/0", "::/0"));
        assertThrows(IllegalArgumentException.class, ArgumentConstraint::cidrIn);
        String[] many = IntStream.rangeClosed(0, 256)
                .mapToObj(i -> "10." + i / 128 + "." + i % 128 * 2 + ".0/24")
                .toArray(String[]::new);
        assertThrows(IllegalArgumentException.class, () -> ArgumentConstraint.cidrIn(many));
    }

    private static int blocks(String... texts) {
        return ((ArgumentConstraint.CidrIn) ArgumentConstraint.cidrIn(texts))
                .blocks()
                .size();
    }

    /** The JDK's reading of literals, which looks nothing up for them, agrees on all we take. */
    @Test
    void parse_literal_isTheAddressThatTheJdkReads() {
        Property.named("address-literals").check(CidrBlockTest::literal, text -> {
            var address = IpAddress.parse(text);
            if (address.isPresent()) {
                byte[] bytes = InetAddress.getByName(text).getAddress();
                assertEquals(address.get().six() ? 16 : 4, bytes.length, text);
                assertEquals(new BigInteger(1, bytes), number(address.get()), text);
                assertEquals(address, IpAddress.parse(address.get().text()));
                assertTrue(address.get().text().length() <= text.length(), "shortest");
            }
        });
    }

    private static String literal(Draws draws) {
        if (draws.rarely(3)) {
            return draws.text(15, "0125.:");
        }
        String text = String.join(
                ":", IntStream.range(0, 8).mapToObj(_ -> group(draws)).toList());
        return draws.flip() ? text : text.replaceFirst("(^|:)0(:0)+(:|$)", "::");
    }

    private static String group(Draws draws) {
        return draws.oneOf("0", "0", "ffff", "1", "00aF", "db8", "8000");
    }

    /** Against plain numbers: what lies between the first and the last address of a block. */
    @Test
    void includesAndJoins_anyBlocks_areAsRangesOfNumbers() {
        Property.named("cidr-ranges")
                .check(
                        draws -> List.of(
                                Constraints.block(draws),
                                Constraints.block(draws),
                                Constraints.block(draws)),
                        blocks -> {
                            CidrBlock one = blocks.get(0);
                            CidrBlock two = blocks.get(1);
                            boolean inside = one.six() == two.six()
                                    && first(one).compareTo(first(two)) <= 0
                                    && last(two).compareTo(last(one)) <= 0;
                            assertEquals(inside, one.includes(two));
                            assertEquals(one, CidrBlock.parse(one.toString()));
                            var joined = CidrBlock.normal(new TreeSet<>(blocks));
                            assertEquals(joined, CidrBlock.normal(joined));
                            assertEquals(
                                    size(blocks),
                                    joined.stream()
                                            .map(block -> last(block)
                                                    .subtract(first(block))
                                                    .add(BigInteger.ONE))
                                            .reduce(BigInteger.ZERO, BigInteger::add));
                        });
    }

    /** How many addresses are in a union: blocks are inside each other or apart. */
    private static BigInteger size(List<CidrBlock> blocks) {
        return blocks.stream()
                .distinct()
                .filter(block ->
                        blocks.stream().noneMatch(w -> !w.equals(block) && w.includes(block)))
                .map(block -> last(block).subtract(first(block)).add(BigInteger.ONE))
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static BigInteger number(IpAddress address) {
        return new BigInteger(Long.toUnsignedString(address.high()))
                .shiftLeft(64)
                .add(new BigInteger(Long.toUnsignedString(address.low())));
    }

    private static BigInteger first(CidrBlock block) {
        return number(new IpAddress(block.six(), block.high(), block.low()));
    }

    private static BigInteger last(CidrBlock block) {
        int rest = (block.six() ? 128 : 32) - block.prefixLength();
        return first(block).add(BigInteger.ONE.shiftLeft(rest)).subtract(BigInteger.ONE);
    }
}
