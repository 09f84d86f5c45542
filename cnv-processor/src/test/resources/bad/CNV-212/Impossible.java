package bad;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;

public class Impossible {
    @Capability(id = "impossible.verb")
    @Effects({Effect.MUTATE_STATE, Effect.NETWORK_ACCESS}) // expect CNV-212, CNV-212
    public int verb(int number) {
        return number + 1;
    }
}
