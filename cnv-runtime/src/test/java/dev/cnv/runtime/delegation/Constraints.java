package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.testing.Draws;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Constraints and values over a small world, so that random ones often have to do with each other. */
final class Constraints {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "b",
            "/",
            "/a",
            "/a/b",
            "/a/b/c",
            "/b",
            "a/b",
            "a/b/c",
            "./a",
            "a//b",
            "ab",
            "a-b",
            "a/../b",
            "..",
            "./a/b",
            "10.a/../b",
            "/./a",
            "/./a/b",
            "/a/../b",
            "/ab",
            "//a",
            "a.b",
            "A.B",
            "x.a.b",
            "y.x.a.b",
            "b.b",
            "c.b",
            "a.c",
            "xa.b",
            "a.b.",
            "a.b:80",
            "10.0.0.0",
            "10.0.0.1",
            "10.0.0.2",
            "10.0.1.0",
            "10.1.0.0",
            "11.0.0.0",
            "9.0.0.1",
            "255.255.255.255",
            "010.0.0.1",
            "::",
            "::1",
            "2001:db8::1",
            "2001:DB8:0::2",
            "2001:db9::",
            "::ffff:10.0.0.1",
            "::ffff:a00:1",
            "ffff::",
            "1",
            "true");

    /** One of each kind of value, and many of the texts and numbers that constraints tell apart. */
    static final List<JsonNode> DOMAIN = Stream.of(
                    TEXTS.stream().map(JSON::stringNode),
                    Stream.of(
                                    "-11",
                                    "-3",
                                    "-1",
                                    "0",
                                    "0.2",
                                    "0.25",
                                    "0.5",
                                    "0.95",
                                    "1",
                                    "1.0",
                                    "1.5",
                                    "2",
                                    "2.5",
                                    "3",
                                    "4",
                                    "5",
                                    "6",
                                    "10",
                                    "11",
                                    "1e25",
                                    "9223372036854775807",
                                    "9223372036854775808",
                                    "true",
                                    "false",
                                    "{}",
                                    "[]",
                                    "[\"a\"]",
                                    "[\"a\",\"b\"]",
                                    "[\"b\"]",
                                    "[\"c\"]",
                                    "[1]",
                                    "[1.0,\"a\"]",
                                    "[[\"a\"]]",
                                    "[null]",
                                    "{\"a\":1}",
                                    "null")
                            .map(StrictJson::parse))
            .flatMap(nodes -> nodes)
            .map(JsonNode.class::cast)
            .toList();

    private Constraints() {}

    /** Some constraints of each kind. */
    static Map<Class<?>, List<ArgumentConstraint>> samples() {
        Map<Class<?>, List<ArgumentConstraint>> samples = new LinkedHashMap<>();
        for (ArgumentConstraint sample : allSamples()) {
            samples.merge(
                    sample.getClass(),
                    List.of(sample),
                    (one, more) -> Stream.concat(one.stream(), more.stream()).toList());
        }
        return samples;
    }

    private static List<ArgumentConstraint> allSamples() {
        return Stream.of(
                        singles(),
                        lists(),
                        ranges(),
                        texts(),
                        hosts(),
                        blocks(),
                        subsets(),
                        conjunctions())
                .flatMap(List::stream)
                .toList();
    }

    private static List<ArgumentConstraint> singles() {
        return Stream.concat(
                        Stream.of(ArgumentConstraint.any()),
                        Stream.of(
                                        "\"a\"",
                                        "\"/a\"",
                                        "\"a.b\"",
                                        "\"10.0.0.1\"",
                                        "1",
                                        "0.5",
                                        "true",
                                        "\"\"")
                                .map(text -> ArgumentConstraint.exactly(StrictJson.parse(text))))
                .toList();
    }

    private static List<ArgumentConstraint> lists() {
        return List.of(
                ArgumentConstraint.oneOf("a", "a/b"),
                ArgumentConstraint.oneOf("/a", "/a/b"),
                ArgumentConstraint.oneOf("a.b", "x.a.b"),
                ArgumentConstraint.oneOf("10.0.0.0", "10.0.0.1", "::1"),
                ArgumentConstraint.oneOf("10.0.0.0", "10.0.0.1"),
                oneOf("1", "3"),
                oneOf("0", "1", "2", "\"a\""),
                oneOf("\"a\"", "1", "true"),
                oneOf("0.5", "1"));
    }

    static ArgumentConstraint oneOf(String... json) {
        return ArgumentConstraint.oneOf(
                Stream.of(json).map(StrictJson::parse).toArray(JsonNode[]::new));
    }

    private static List<ArgumentConstraint> ranges() {
        return List.of(
                ArgumentConstraint.between(0, 1),
                ArgumentConstraint.between(1, 2),
                ArgumentConstraint.between(0, 5),
                ArgumentConstraint.between(Long.MIN_VALUE, Long.MAX_VALUE),
                decimal("0", "1"),
                decimal("0.2", "0.9"),
                decimal("0.5", "2.5"),
                decimal("-10", "10"));
    }

    static ArgumentConstraint decimal(String min, String max) {
        return ArgumentConstraint.decimalBetween(new BigDecimal(min), new BigDecimal(max));
    }

    private static List<ArgumentConstraint> texts() {
        return Stream.concat(
                        Stream.of("", "/", "a", "a/", "/a", "10.").map(ArgumentConstraint::prefix),
                        Stream.of(".", "a", "a/b", "/", "/a", "/a/b")
                                .map(ArgumentConstraint::subPath))
                .toList();
    }

    private static List<ArgumentConstraint> hosts() {
        return List.of(
                ArgumentConstraint.hostIn("a.b"),
                ArgumentConstraint.hostIn("*.b"),
                ArgumentConstraint.hostIn("*.a.b"),
                ArgumentConstraint.hostIn("a.b", "*.a.b"),
                ArgumentConstraint.hostIn("x.a.b", "c.b"));
    }

    private static List<ArgumentConstraint> blocks() {
        return List.of(
                ArgumentConstraint.cidrIn("0.0.0.0/0"),
                ArgumentConstraint.cidrIn("10.0.0.0/8"),
                ArgumentConstraint.cidrIn("10.0.0.0/31"),
                ArgumentConstraint.cidrIn("10.0.0.0/24", "2001:db8::/32"),
                ArgumentConstraint.cidrIn("2001:db8::/32"),
                ArgumentConstraint.cidrIn("::/0"));
    }

    private static List<ArgumentConstraint> subsets() {
        return List.of(
                ArgumentConstraint.subsetOf(new String[0]),
                ArgumentConstraint.subsetOf("a"),
                ArgumentConstraint.subsetOf("a", "b"),
                ArgumentConstraint.subsetOf(JSON.numberNode(1), JSON.stringNode("a")));
    }

    private static List<ArgumentConstraint> conjunctions() {
        ArgumentConstraint a = ArgumentConstraint.prefix("a");
        ArgumentConstraint relative = ArgumentConstraint.subPath(".");
        return List.of(
                ArgumentConstraint.allOf(a, relative),
                ArgumentConstraint.allOf(a, ArgumentConstraint.subPath("a/b")),
                ArgumentConstraint.allOf(a, ArgumentConstraint.hostIn("*.b")),
                ArgumentConstraint.allOf(relative, ArgumentConstraint.cidrIn("10.0.0.0/8")),
                ArgumentConstraint.allOf(a, relative, ArgumentConstraint.hostIn("a.b", "*.a.b")));
    }

    /** Any constraint; simplest is "anything". */
    static ArgumentConstraint draw(Draws draws) {
        if (draws.rarely(6)) {
            ArgumentConstraint one = simple(draws);
            return one.meet(simple(draws)).orElse(one);
        }
        return simple(draws);
    }

    private static ArgumentConstraint simple(Draws draws) {
        return switch (draws.between(0, 8)) {
            case 0 -> ArgumentConstraint.any();
            case 1 -> {
                int count = draws.between(1, 4);
                yield ArgumentConstraint.oneOf(
                        Stream.generate(() -> scalar(draws)).limit(count).toArray(JsonNode[]::new));
            }
            case 2 -> {
                long min = draws.rarely(8) ? Long.MIN_VALUE : draws.between(-3, 5);
                yield ArgumentConstraint.between(
                        min, draws.rarely(8) ? Long.MAX_VALUE : min + draws.between(0, 6));
            }
            case 3 -> {
                BigDecimal min = BigDecimal.valueOf(draws.between(-30, 50), 1);
                yield ArgumentConstraint.decimalBetween(
                        min, min.add(BigDecimal.valueOf(draws.between(0, 60), 1)));
            }
            case 4 -> ArgumentConstraint.prefix(draws.text(3, "a/.b1"));
            case 5 -> ArgumentConstraint.subPath(path(draws));
            case 6 -> ArgumentConstraint.hostIn(texts(draws, Constraints::host));
            case 7 -> ArgumentConstraint.cidrIn(texts(draws, d -> block(d).toString()));
            default ->
                ArgumentConstraint.subsetOf(
                        draws.list(3, Constraints::scalar).toArray(JsonNode[]::new));
        };
    }

    private static String[] texts(Draws draws, dev.cnv.testing.Generator<String> generator) {
        int count = draws.between(1, 3);
        return Stream.generate(() -> generator.draw(draws)).limit(count).toArray(String[]::new);
    }

    private static String path(Draws draws) {
        return draws.oneOf("a", ".", "/", "/a", "a/b", "/a/b", "b", "a/b/c", "a.b");
    }

    static String host(Draws draws) {
        return (draws.flip() ? "*." : "") + draws.oneOf("b", "a.b", "x.a.b", "xa.b", "c");
    }

    /** Blocks around one IPv4 and one IPv6 address. */
    static CidrBlock block(Draws draws) {
        if (draws.flip()) {
            int length = draws.between(0, 32);
            long address = 0x0A00_0000L ^ draws.upTo(7) << draws.between(0, 29);
            return new CidrBlock(false, 0, address & (-1L << 32 - length), length);
        }
        int length = draws.oneOf(0, 1, 16, 31, 32, 33, 63, 64, 65, 96, 127, 128);
        long high = 0x2001_0DB8_0000_0000L ^ draws.upTo(3) << draws.between(0, 62);
        long low = draws.upTo(3) << draws.between(0, 62);
        return new CidrBlock(
                true,
                length == 0 ? 0 : high & (-1L << Math.max(0, 64 - length)),
                length <= 64 ? 0 : low & (-1L << 128 - length),
                length);
    }

    /** A text, number or boolean. */
    static JsonNode scalar(Draws draws) {
        return switch (draws.between(0, 5)) {
            case 0 -> JSON.numberNode(draws.between(-4, 8));
            case 1 -> JSON.stringNode(draws.pick(TEXTS));
            case 2 -> JSON.stringNode(draws.text(5, "a/.b1"));
            case 3 -> JSON.numberNode(BigDecimal.valueOf(draws.between(-40, 80), 1));
            case 4 -> JSON.stringNode(address(draws));
            default -> JSON.booleanNode(draws.flip());
        };
    }

    private static String address(Draws draws) {
        CidrBlock block = block(draws);
        return new IpAddress(block.six(), block.high(), block.low() ^ draws.upTo(3)).text();
    }

    /** Any value; often a text, number or boolean. */
    static JsonNode value(Draws draws) {
        if (!draws.rarely(5)) {
            return scalar(draws);
        }
        if (draws.flip()) {
            return draws.pick(DOMAIN);
        }
        ArrayNode array = JSON.arrayNode();
        draws.list(3, Constraints::scalar).forEach(array::add);
        return array;
    }

    static boolean both(ArgumentConstraint one, ArgumentConstraint other, JsonNode value) {
        return one.admits(value) && other.admits(value);
    }

    static boolean admits(Optional<ArgumentConstraint> constraint, JsonNode value) {
        return constraint.filter(present -> present.admits(value)).isPresent();
    }
}
