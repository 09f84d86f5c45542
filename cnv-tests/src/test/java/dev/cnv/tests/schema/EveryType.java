package dev.cnv.tests.schema;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A verb for each type that a parameter may have, which answers what it was given, and for each rule. */
public final class EveryType {

    /** A choice. */
    public enum Color {
        RED,
        GREEN,
        DARK_BLUE
    }

    /** A record. */
    public record Point(int x, int y) {}

    /** A record without members. */
    public record Empty() {}

    /** Records in a record, in each way. */
    public record Line(
            Point from,
            Optional<Point> to,
            List<Point> via,
            Map<String, Point> marks,
            Set<Color> colors,
            Optional<String> note) {}

    /** Each value without parts. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Scalars(
            boolean a,
            byte b,
            short c,
            int d,
            long e,
            float f,
            double g,
            char h,
            String i,
            BigDecimal j,
            Path k,
            URI l,
            InetAddress m,
            Duration n,
            Instant o,
            UUID p,
            byte[] q,
            Color r) {}

    @Capability(id = "every.flag")
    @Effects(Effect.READ_ONLY)
    public boolean flag(boolean value) {
        return value;
    }

    @Capability(id = "every.int8")
    @Effects(Effect.READ_ONLY)
    public byte int8(byte value) {
        return value;
    }

    @Capability(id = "every.int16")
    @Effects(Effect.READ_ONLY)
    public short int16(short value) {
        return value;
    }

    @Capability(id = "every.int32")
    @Effects(Effect.READ_ONLY)
    public int int32(int value) {
        return value;
    }

    @Capability(id = "every.int64")
    @Effects(Effect.READ_ONLY)
    public long int64(long value) {
        return value;
    }

    @Capability(id = "every.float32")
    @Effects(Effect.READ_ONLY)
    public float float32(float value) {
        return value;
    }

    @Capability(id = "every.float64")
    @Effects(Effect.READ_ONLY)
    public double float64(double value) {
        return value;
    }

    @Capability(id = "every.character")
    @Effects(Effect.READ_ONLY)
    public char character(char value) {
        return value;
    }

    @Capability(id = "every.flag-box")
    @Effects(Effect.READ_ONLY)
    public Boolean flagBox(Boolean value) {
        return value;
    }

    @Capability(id = "every.int8-box")
    @Effects(Effect.READ_ONLY)
    public Byte int8Box(Byte value) {
        return value;
    }

    @Capability(id = "every.int16-box")
    @Effects(Effect.READ_ONLY)
    public Short int16Box(Short value) {
        return value;
    }

    @Capability(id = "every.int32-box")
    @Effects(Effect.READ_ONLY)
    public Integer int32Box(Integer value) {
        return value;
    }

    @Capability(id = "every.int64-box")
    @Effects(Effect.READ_ONLY)
    public Long int64Box(Long value) {
        return value;
    }

    @Capability(id = "every.float32-box")
    @Effects(Effect.READ_ONLY)
    public Float float32Box(Float value) {
        return value;
    }

    @Capability(id = "every.float64-box")
    @Effects(Effect.READ_ONLY)
    public Double float64Box(Double value) {
        return value;
    }

    @Capability(id = "every.character-box")
    @Effects(Effect.READ_ONLY)
    public Character characterBox(Character value) {
        return value;
    }

    @Capability(id = "every.text")
    @Effects(Effect.READ_ONLY)
    public String text(String value) {
        return value;
    }

    @Capability(id = "every.color")
    @Effects(Effect.READ_ONLY)
    public Color color(Color value) {
        return value;
    }

    @Capability(id = "every.path")
    @Effects(Effect.READ_ONLY)
    public Path path(Path value) {
        return value;
    }

    @Capability(id = "every.uri")
    @Effects(Effect.READ_ONLY)
    public URI uri(URI value) {
        return value;
    }

    @Capability(id = "every.address")
    @Effects(Effect.READ_ONLY)
    public InetAddress address(InetAddress value) {
        return value;
    }

    @Capability(id = "every.duration")
    @Effects(Effect.READ_ONLY)
    public Duration duration(Duration value) {
        return value;
    }

    @Capability(id = "every.instant")
    @Effects(Effect.READ_ONLY)
    public Instant instant(Instant value) {
        return value;
    }

    @Capability(id = "every.uuid")
    @Effects(Effect.READ_ONLY)
    public UUID uuid(UUID value) {
        return value;
    }

    @Capability(id = "every.decimal")
    @Effects(Effect.READ_ONLY)
    public BigDecimal decimal(BigDecimal value) {
        return value;
    }

    @Capability(id = "every.bytes")
    @Effects(Effect.READ_ONLY)
    public byte[] bytes(byte[] value) {
        return value;
    }

    @Capability(id = "every.point")
    @Effects(Effect.READ_ONLY)
    public Point point(Point value) {
        return value;
    }

    @Capability(id = "every.line")
    @Effects(Effect.READ_ONLY)
    public Line line(Line value) {
        return value;
    }

    @Capability(id = "every.scalars")
    @Effects(Effect.READ_ONLY)
    public Scalars scalars(Scalars value) {
        return value;
    }

    @Capability(id = "every.empty")
    @Effects(Effect.READ_ONLY)
    public Empty empty(Empty value) {
        return value;
    }

    @Capability(id = "every.optional-flag")
    @Effects(Effect.READ_ONLY)
    public Optional<Boolean> optionalFlag(Optional<Boolean> value) {
        return value;
    }

    @Capability(id = "every.optional-int")
    @Effects(Effect.READ_ONLY)
    public Optional<Integer> optionalInt(Optional<Integer> value) {
        return value;
    }

    @Capability(id = "every.optional-text")
    @Effects(Effect.READ_ONLY)
    public Optional<String> optionalText(Optional<String> value) {
        return value;
    }

    @Capability(id = "every.optional-color")
    @Effects(Effect.READ_ONLY)
    public Optional<Color> optionalColor(Optional<Color> value) {
        return value;
    }

    @Capability(id = "every.optional-point")
    @Effects(Effect.READ_ONLY)
    public Optional<Point> optionalPoint(Optional<Point> value) {
        return value;
    }

    @Capability(id = "every.optional-list")
    @Effects(Effect.READ_ONLY)
    public Optional<List<String>> optionalList(Optional<List<String>> value) {
        return value;
    }

    @Capability(id = "every.optional-bytes")
    @Effects(Effect.READ_ONLY)
    public Optional<byte[]> optionalBytes(Optional<byte[]> value) {
        return value;
    }

    @Capability(id = "every.list-text")
    @Effects(Effect.READ_ONLY)
    public List<String> listText(List<String> value) {
        return value;
    }

    @Capability(id = "every.list-color")
    @Effects(Effect.READ_ONLY)
    public List<Color> listColor(List<Color> value) {
        return value;
    }

    @Capability(id = "every.list-bytes")
    @Effects(Effect.READ_ONLY)
    public List<byte[]> listBytes(List<byte[]> value) {
        return value;
    }

    @Capability(id = "every.list-line")
    @Effects(Effect.READ_ONLY)
    public List<Line> listLine(List<Line> value) {
        return value;
    }

    @Capability(id = "every.list-list")
    @Effects(Effect.READ_ONLY)
    public List<List<Integer>> listList(List<List<Integer>> value) {
        return value;
    }

    @Capability(id = "every.list-instant")
    @Effects(Effect.READ_ONLY)
    public List<Instant> listInstant(List<Instant> value) {
        return value;
    }

    @Capability(id = "every.set-int")
    @Effects(Effect.READ_ONLY)
    public Set<Integer> setInt(Set<Integer> value) {
        return value;
    }

    @Capability(id = "every.set-uuid")
    @Effects(Effect.READ_ONLY)
    public Set<UUID> setUuid(Set<UUID> value) {
        return value;
    }

    @Capability(id = "every.set-color")
    @Effects(Effect.READ_ONLY)
    public Set<Color> setColor(Set<Color> value) {
        return value;
    }

    @Capability(id = "every.set-point")
    @Effects(Effect.READ_ONLY)
    public Set<Point> setPoint(Set<Point> value) {
        return value;
    }

    @Capability(id = "every.map-duration")
    @Effects(Effect.READ_ONLY)
    public Map<String, Duration> mapDuration(Map<String, Duration> value) {
        return value;
    }

    @Capability(id = "every.map-decimal")
    @Effects(Effect.READ_ONLY)
    public Map<String, BigDecimal> mapDecimal(Map<String, BigDecimal> value) {
        return value;
    }

    @Capability(id = "every.map-line")
    @Effects(Effect.READ_ONLY)
    public Map<String, Line> mapLine(Map<String, Line> value) {
        return value;
    }

    @Capability(id = "every.map-map")
    @Effects(Effect.READ_ONLY)
    public Map<String, Map<String, List<Point>>> mapMap(
            Map<String, Map<String, List<Point>>> value) {
        return value;
    }

    @Capability(id = "every.map-scalars")
    @Effects(Effect.READ_ONLY)
    public Map<String, Scalars> mapScalars(Map<String, Scalars> value) {
        return value;
    }

    @Capability(id = "rule.numbers")
    @Effects(Effect.READ_ONLY)
    public void numbers(
            @Param(min = "1") byte least,
            @Param(max = "-5") long most,
            @Param(min = "-3", max = "1e3") int between,
            @Param(min = "0.5", max = "2.25") BigDecimal decimal,
            @Param(min = "-1.5", max = "1.5") double real,
            @Param(oneOf = {"80", "443"}) int port,
            @Param(min = "0", max = "9") Optional<Integer> digit,
            @Param(min = "0") List<Long> amounts,
            @Param(max = "100", minLength = 2, maxLength = 4) Set<Integer> percents,
            @Param(min = "1", minLength = 1, maxLength = 2) Map<String, Integer> counts) {}

    @Capability(id = "rule.texts")
    @Effects(Effect.READ_ONLY)
    public void texts(
            @Param(minLength = 2) String atLeast,
            @Param(maxLength = 3) String atMost,
            @Param(minLength = 1, maxLength = 8, pattern = "[a-z]+|\\d{2}") String word,
            @Param(pattern = "[^/]*") String noSlash,
            @Param(oneOf = {"red", "green", ""}) String color,
            @Param(oneOf = {"red", "green"}) Optional<String> maybe,
            @Param(minLength = 1, maxLength = 3, pattern = "[a-z]{1,4}") List<String> names,
            @Param(
                            oneOf = {"a", "b", "c"},
                            maxLength = 2)
                    Set<String> letters,
            @Param(maxLength = 3) Map<String, String> notes,
            @Param(minLength = 1, maxLength = 4) byte[] some,
            @Param(minLength = 3) Optional<byte[]> more,
            @Param(sensitive = true, minLength = 4) String pin) {}

    @Capability(id = "rule.times")
    @Effects(Effect.READ_ONLY)
    public void times(
            @Param(min = "1s", max = "PT5M") Duration wait,
            @Param(min = "0s") List<Duration> pauses,
            @Param(max = "1d") Optional<Duration> longest) {}

    @Capability(id = "rule.defaults")
    @Effects(Effect.READ_ONLY)
    public void defaults(
            @Param(defaultValue = "7", min = "1", max = "1e1") int count,
            @Param(defaultValue = "-0.50") BigDecimal amount,
            @Param(defaultValue = "a \"quoted\"\\ $text") String text,
            @Param(emptyDefault = true) String empty,
            @Param(defaultValue = "true") boolean on,
            @Param(defaultValue = "90s", min = "1s", max = "PT5M") Duration wait,
            @Param(defaultValue = "2026-01-31T12:00:00Z") Instant at,
            @Param(defaultValue = "6ba7b810-9dad-11d1-80b4-00c04fd430c8") UUID id,
            @Param(defaultValue = "DARK_BLUE") Color color,
            @Param(defaultValue = "'") char letter,
            @Param(defaultValue = "AAECAw==", minLength = 1, maxLength = 4) byte[] bytes) {}

    @Capability(id = "rule.relations")
    @Effects(Effect.READ_ONLY)
    public void relations(
            @Param(requires = "target") boolean verbose,
            @Param(conflicts = {"verbose", "target"}) boolean quiet,
            Optional<String> target,
            @Param(
                            defaultValue = "5",
                            requires = {"must", "target"})
                    int level,
            @Param(conflicts = "level") List<String> must,
            @Param(requires = "must") Map<String, Integer> extra) {}
}
