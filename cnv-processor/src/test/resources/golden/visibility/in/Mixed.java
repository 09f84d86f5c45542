package visibility;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import java.util.List;

/**
 * Public, with a verb of package-private types and deprecated ones.
 *
 * @deprecated for the test
 */
@Deprecated(forRemoval = true)
public class Mixed {

    /**
     * Old.
     *
     * @deprecated for the test
     */
    @Deprecated
    public enum Old {
        OLD
    }

    @Capability(id = "mixed.inside")
    @Effects(Effect.READ_ONLY)
    public List<Hidden.Part> inside(List<Hidden.Part> parts) {
        return parts;
    }

    @Capability(id = "mixed.outside")
    @Effects(Effect.READ_ONLY)
    protected Old outside(Old old, int TO, String AccountsVerbs) {
        return old;
    }
}
