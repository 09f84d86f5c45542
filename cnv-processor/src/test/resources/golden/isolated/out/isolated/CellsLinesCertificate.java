package isolated;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import java.util.List;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code cells.lines} may run, stage by stage.
 *
 * @see Cells#lines
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface CellsLinesCertificate extends Certificate<CellsLinesCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(CellsVerbs.LINES, input, Unchecked.class);
    }

    /** The arguments of {@code cells.lines}. */
    record Input() {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements CellsLinesCertificate {
        Unchecked(Proof proof) {
            super(proof, "cells.lines");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements CellsLinesCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "cells.lines");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements CellsLinesCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "cells.lines");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, List<Cells.Line>>
            implements CellsLinesCertificate {
        Verified(Proof proof) {
            super(proof, "cells.lines");
        }
    }
}
