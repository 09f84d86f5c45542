package types;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code types.records} may run, stage by stage.
 *
 * @see Types#records
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface TypesRecordsCertificate extends Certificate<TypesRecordsCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(TypesVerbs.RECORDS, input, Unchecked.class);
    }

    /**
     * The arguments of {@code types.records}.
     *
     * @param a the argument {@code a}
     * @param b the argument {@code b}
     * @param c the argument {@code c}
     * @param d the argument {@code d}
     */
    record Input(Types.Point a, Types.Line b, Types.Empty c, Types.Scalars d) {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements TypesRecordsCertificate {
        Unchecked(Proof proof) {
            super(proof, "types.records");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements TypesRecordsCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "types.records");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements TypesRecordsCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "types.records");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, Void> implements TypesRecordsCertificate {
        Verified(Proof proof) {
            super(proof, "types.records");
        }
    }
}
