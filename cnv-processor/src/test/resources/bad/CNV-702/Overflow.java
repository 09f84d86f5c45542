package bad;

import dev.cnv.annotations.*;

public class Overflow {
    @Capability(id = "overflow.many")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.FAST_PATH)
    public static long many( // expect CNV-702
            long p0, long p1, long p2, long p3, long p4, long p5,
            long p6, long p7, long p8, long p9, long p10, long p11,
            long p12, long p13, long p14, long p15, long p16, long p17,
            long p18, long p19, long p20, long p21, long p22, long p23,
            long p24, long p25, long p26, long p27, long p28) {
        return p0 + p28;
    }
}
