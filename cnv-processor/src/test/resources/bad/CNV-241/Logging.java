package bad;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;

import java.util.logging.Logger;

public class Logging {
    private static final Logger LOG = Logger.getLogger("x");

    @Capability(id = "logging.direct")
    @Effects(Effect.READ_ONLY)
    public int direct(@Param(sensitive = true) String pin) {
        LOG.info("pin=" + pin); // expect CNV-241
        return pin.length();
    }

    @Capability(id = "logging.called")
    @Effects(Effect.READ_ONLY)
    public boolean called(@Param(sensitive = true) String pin, String name) {
        String text = name + pin.trim();
        note(text);
        return pin.isEmpty();
    }

    private void note(String text) {
        System.out.println(text); // expect CNV-241
    }
}
