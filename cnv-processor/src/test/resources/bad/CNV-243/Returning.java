package bad;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;

public class Returning {
    @Capability(id = "returning.verb")
    @Effects(Effect.READ_ONLY)
    public String verb(@Param(sensitive = true) String pin) {
        return masked(pin); // expect CNV-243
    }

    private static String masked(String text) {
        return text.substring(1);
    }
}
