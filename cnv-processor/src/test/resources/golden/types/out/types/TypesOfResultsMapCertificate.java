package types;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import java.util.List;
import java.util.Map;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code types.of-results-map} may run, stage by stage.
 *
 * @see Types#map
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface TypesOfResultsMapCertificate
        extends Certificate<TypesOfResultsMapCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(TypesVerbs.MAP, input, Unchecked.class);
    }

    /** The arguments of {@code types.of-results-map}. */
    record Input() {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements TypesOfResultsMapCertificate {
        Unchecked(Proof proof) {
            super(proof, "types.of-results-map");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements TypesOfResultsMapCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "types.of-results-map");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements TypesOfResultsMapCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "types.of-results-map");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, Map<String, List<Types.Color>>>
            implements TypesOfResultsMapCertificate {
        Verified(Proof proof) {
            super(proof, "types.of-results-map");
        }
    }
}
