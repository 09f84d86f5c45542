package bad;

import dev.cnv.annotations.*;

public class Proven {
    @Capability(id = "proven.one")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.FAST_PATH)
    public static int one(ProvenOneCertificate.Verified proof, int number) { // expect CNV-703
        return number;
    }
}
