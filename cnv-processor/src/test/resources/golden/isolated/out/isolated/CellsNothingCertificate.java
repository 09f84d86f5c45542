package isolated;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code cells.nothing} may run, stage by stage.
 *
 * @see Cells#nothing
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface CellsNothingCertificate extends Certificate<CellsNothingCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(CellsVerbs.NOTHING, input, Unchecked.class);
    }

    /** The arguments of {@code cells.nothing}. */
    record Input() {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements CellsNothingCertificate {
        Unchecked(Proof proof) {
            super(proof, "cells.nothing");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements CellsNothingCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "cells.nothing");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements CellsNothingCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "cells.nothing");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, Void> implements CellsNothingCertificate {
        Verified(Proof proof) {
            super(proof, "cells.nothing");
        }
    }
}
