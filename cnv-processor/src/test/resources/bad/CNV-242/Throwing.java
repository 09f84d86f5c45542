package bad;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;

public class Throwing {
    @Capability(id = "throwing.verb")
    @Effects(Effect.READ_ONLY)
    public boolean verb(@Param(sensitive = true) String pin) {
        if (pin.isEmpty()) {
            throw new IllegalArgumentException("the pin is empty");
        }
        if (pin.length() < 4) {
            throw new IllegalArgumentException("pin=" + pin); // expect CNV-242
        }
        return true;
    }
}
