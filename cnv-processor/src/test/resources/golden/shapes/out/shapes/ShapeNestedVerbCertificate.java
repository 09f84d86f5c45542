package shapes;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code shape.nested.verb} may run, stage by stage.
 *
 * @see Shapes.Nested#verb
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface ShapeNestedVerbCertificate
        extends Certificate<ShapeNestedVerbCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(Shapes_NestedVerbs.VERB, input, Unchecked.class);
    }

    /**
     * The arguments of {@code shape.nested.verb}.
     *
     * @param session the argument {@code session}
     * @param wait_ the argument {@code wait}
     * @param input the argument {@code input}
     * @param from the argument {@code from}
     * @param to the argument {@code to}
     */
    record Input(String session, String wait_, String input, String from, String to) {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements ShapeNestedVerbCertificate {
        Unchecked(Proof proof) {
            super(proof, "shape.nested.verb");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements ShapeNestedVerbCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "shape.nested.verb");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements ShapeNestedVerbCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "shape.nested.verb");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, String>
            implements ShapeNestedVerbCertificate {
        Verified(Proof proof) {
            super(proof, "shape.nested.verb");
        }
    }
}
