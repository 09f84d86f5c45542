package dev.cnv.runtime.protocol;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * The ways to compress that there are: those of services, and {@link Compression#NONE}.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class Compressors {

    private static final List<Compression> PREFERRED =
            List.of(Compression.ZSTD, Compression.LZ4, Compression.BROTLI);

    private final Map<Compression, Compressor> byCompression = new EnumMap<>(Compression.class);

    private Compressors(Iterable<Compressor> compressors) {
        for (Compressor compressor : compressors) {
            if (compressor.compression() == Compression.NONE) {
                throw new IllegalArgumentException(
                        "compressor=" + compressor.getClass().getName() + " claims NONE");
            }
            if (compressor.isAvailable()) {
                byCompression.putIfAbsent(compressor.compression(), compressor);
            }
        }
    }

    /** {@return those that modules and the class path provide, as far as they work here} */
    public static Compressors installed() {
        return new Compressors(ServiceLoader.load(Compressor.class));
    }

    /**
     * Certain ones, as far as they work here.
     *
     * @param compressors the services; of two for the same way the first one counts
     * @return the set
     */
    public static Compressors of(Iterable<Compressor> compressors) {
        return new Compressors(compressors);
    }

    /** {@return for an offer: Zstandard, LZ4, Brotli as far as there, then none} */
    public List<Compression> available() {
        List<Compression> available = new ArrayList<>(PREFERRED);
        available.removeIf(one -> !byCompression.containsKey(one));
        available.add(Compression.NONE);
        return List.copyOf(available);
    }

    /**
     * Who does it.
     *
     * @param compression the way
     * @return the service; empty for {@link Compression#NONE} and for what is not there
     */
    public Optional<Compressor> find(Compression compression) {
        return Optional.ofNullable(byCompression.get(compression));
    }
}
