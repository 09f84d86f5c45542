package shapes;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import java.util.concurrent.Flow;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code shape.stream} may run, stage by stage.
 *
 * @see Shapes#stream
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface ShapeStreamCertificate extends Certificate<ShapeStreamCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(ShapesVerbs.STREAM, input, Unchecked.class);
    }

    /**
     * The arguments of {@code shape.stream}.
     *
     * @param count the argument {@code count}
     */
    record Input(int count) {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements ShapeStreamCertificate {
        Unchecked(Proof proof) {
            super(proof, "shape.stream");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements ShapeStreamCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "shape.stream");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements ShapeStreamCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "shape.stream");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, Flow.Publisher<Integer>>
            implements ShapeStreamCertificate {
        Verified(Proof proof) {
            super(proof, "shape.stream");
        }
    }
}
