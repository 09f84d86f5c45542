package clashes;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import java.util.List;
import javax.annotation.processing.Generated;
import other.Outcome;

/**
 * The proof that one call of {@code clash.k-e-y} may run, stage by stage.
 *
 * @see Clashes#key
 */
@Generated("dev.cnv.processor.CnvProcessor")
sealed interface ClashKEYCertificate extends Certificate<ClashKEYCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(ClashesVerbs.KEY, input, Unchecked.class);
    }

    /**
     * The arguments of {@code clash.k-e-y}.
     *
     * @param session the argument {@code session}
     * @param input the argument {@code input}
     * @param verified the argument {@code verified}
     * @param calls the argument {@code calls}
     * @param theirs the argument {@code theirs}
     * @param outcomes the argument {@code outcomes}
     * @param method $ID$ and "quotes" &#64;param &#123;&#64;code x&#125; *&#47; &lt;b&gt; &#92;u002a/
     */
    record Input(
            Clashes.Session session,
            clashes.Input input,
            clashes.Verified verified,
            Calls calls,
            other.Step theirs,
            List<Outcome> outcomes,
            METHOD method) {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements ClashKEYCertificate {
        Unchecked(Proof proof) {
            super(proof, "clash.k-e-y");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements ClashKEYCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "clash.k-e-y");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements ClashKEYCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "clash.k-e-y");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, clashes.Step>
            implements ClashKEYCertificate {
        Verified(Proof proof) {
            super(proof, "clash.k-e-y");
        }
    }
}
