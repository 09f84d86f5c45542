package bad;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import java.util.function.IntSupplier;

public class Direct {
    @Capability(id = "direct.first")
    @Effects(Effect.READ_ONLY)
    public int first() {
        return 1;
    }

    @Capability(id = "direct.second")
    @Effects(Effect.READ_ONLY)
    public int second() {
        return first(); // expect CNV-231
    }

    static final class Round {
        int round(Direct direct) {
            IntSupplier supplier = direct::second; // expect CNV-231
            return supplier.getAsInt() + direct.first(); // expect CNV-231
        }
    }
}
