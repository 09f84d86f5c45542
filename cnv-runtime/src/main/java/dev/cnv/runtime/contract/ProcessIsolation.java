package dev.cnv.runtime.contract;

import dev.cnv.annotations.Isolation;
import dev.cnv.runtime.capability.ContractTerms;
import dev.cnv.runtime.capability.VerbDescriptor;
import java.util.List;

/**
 * Says whether verbs that ask for a process of their own (isolation FULLY_ISOLATED or SANDBOXED) can be
 * given one.
 */
@FunctionalInterface
public interface ProcessIsolation {

    /** Gives no verb a process. */
    ProcessIsolation NONE = verb -> List.of("isolation=" + verb.contract().isolation()
            + " needs a process of its own, which this runtime cannot give; the strongest it can give is"
            + " TENANT_ISOLATED");

    /**
     * What keeps a verb from getting the process that its contract asks for.
     *
     * @param verb a verb for which {@link #asked} holds
     * @return one reason for each such thing; empty when it gets one
     */
    List<String> problems(VerbDescriptor verb);

    /**
     * Whether a contract asks for a process of its own.
     *
     * @param terms the contract
     * @return true for FULLY_ISOLATED and SANDBOXED
     */
    static boolean asked(ContractTerms terms) {
        return terms.isolation() == Isolation.FULLY_ISOLATED
                || terms.isolation() == Isolation.SANDBOXED;
    }
}
