package types;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
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

/** Every type that a parameter may have. */
public final class Types {

    public enum Color {
        RED,
        GREEN {
            @Override
            public String toString() {
                return "green";
            }
        }
    }

    public record Point(int x, int y) {}

    public record Line(Point from, Optional<Point> to, List<Point> via, Map<String, Point> marks, Color color) {}

    public record Empty() {}

    public record Scalars(
            boolean a, byte b, short c, int d, long e, float f, double g, char h, String i, BigDecimal j,
            Path k, URI l, InetAddress m, Duration n, Instant o, UUID p, byte[] q, Color r) {}

    @Capability(id = "types.primitives")
    @Effects(Effect.READ_ONLY)
    public void primitives(boolean a, byte b, short c, int d, long e, float f, double g, char h) {}

    @Capability(id = "types.boxes")
    @Effects(Effect.READ_ONLY)
    public void boxes(Boolean a, Byte b, Short c, Integer d, Long e, Float f, Double g, Character h) {}

    @Capability(id = "types.values")
    @Effects(Effect.READ_ONLY)
    public void values(
            String a, BigDecimal b, Path c, URI d, InetAddress e, Duration f, Instant g, UUID h, byte[] i, Color j) {}

    @Capability(id = "types.optionals")
    @Effects(Effect.READ_ONLY)
    public void optionals(
            Optional<Boolean> a, Optional<Integer> b, Optional<String> c, Optional<Color> d, Optional<Point> e,
            Optional<List<String>> f, Optional<byte[]> g) {}

    @Capability(id = "types.collections")
    @Effects(Effect.READ_ONLY)
    public void collections(
            List<String> a, Set<Integer> b, Map<String, Duration> c, List<Color> d, Set<Point> e,
            Map<String, Line> f, List<List<Integer>> g, Map<String, Map<String, List<Point>>> h, List<byte[]> i) {}

    @Capability(id = "types.records")
    @Effects(Effect.READ_ONLY)
    public void records(Point a, Line b, Empty c, Scalars d) {}

    @Capability(id = "types.of-results-scalar")
    @Effects(Effect.READ_ONLY)
    public long scalar() {
        return 1;
    }

    @Capability(id = "types.of-results-optional")
    @Effects(Effect.READ_ONLY)
    public Optional<Line> optional() {
        return Optional.empty();
    }

    @Capability(id = "types.of-results-map")
    @Effects(Effect.READ_ONLY)
    public Map<String, List<Color>> map() {
        return Map.of();
    }

    @Capability(id = "types.of-results-bytes")
    @Effects(Effect.READ_ONLY)
    public byte[] bytes() {
        return new byte[0];
    }

    @Capability(id = "types.of-results-choice")
    @Effects(Effect.READ_ONLY)
    public Color choice() {
        return Color.RED;
    }
}
