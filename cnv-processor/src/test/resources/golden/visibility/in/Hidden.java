package visibility;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import java.util.List;

/** Package-private: so is what is generated of it, as far as a service can be. */
class Hidden {

    record Part(String name) {}

    @Capability(id = "hidden.show")
    @Effects(Effect.READ_ONLY)
    Part show(Part part) {
        return part;
    }
}
