package good.hotpath;

import dev.cnv.annotations.*;

/** Near what 701 to 704 refuse, where the hot path is known. */
public class NearFrames {
    // near CNV-701: Kind kind) { => Kind kind, String text) {
    // CNV-701: not fast, and fast with only what lies in a frame

    public enum Kind {
        ONE,
        TWO
    }

    @Capability(id = "near-frames.slow")
    @Effects(Effect.READ_ONLY)
    public static String slow(String text) {
        return text.strip();
    }

    @Capability(id = "near-frames.fast")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.FAST_PATH)
    public static Kind fast(boolean one, Kind kind) {
        return one ? Kind.ONE : kind;
    }

    // near CNV-702: long p27) => long p27, byte more)
    // CNV-702: the last byte of four lines

    @Capability(id = "near-frames.full")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.FAST_PATH)
    public static long full(
            long p0, long p1, long p2, long p3, long p4, long p5,
            long p6, long p7, long p8, long p9, long p10, long p11,
            long p12, long p13, long p14, long p15, long p16, long p17,
            long p18, long p19, long p20, long p21, long p22, long p23,
            long p24, long p25, long p26, long p27) {
        return p0 + p27;
    }

    // near CNV-703: @Effects(Effect.READ_ONLY) => @Effects(Effect.READ_ONLY) @Contract(duration = DurationClass.FAST_PATH)
    // CNV-703: not fast

    @Capability(id = "near-frames.proven")
    @Effects(Effect.READ_ONLY)
    public static int proven(NearFramesProvenCertificate.Verified proof, int number) {
        return number;
    }

    // near CNV-704: {"1", "2", "3", "5", "8"} => {0..1500}

    @Capability(id = "near-frames.choosy")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.FAST_PATH)
    public static int choosy(@Param(min = "-5", oneOf = {"1", "2", "3", "5", "8"}) int number) {
        return number;
    }
}
