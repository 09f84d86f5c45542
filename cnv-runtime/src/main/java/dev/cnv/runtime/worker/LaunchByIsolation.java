package dev.cnv.runtime.worker;

import dev.cnv.annotations.Isolation;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.identity.TenantId;
import java.io.IOException;
import java.util.List;

/**
 * Starts each worker as its verb's contract says.
 *
 * @param plain for FULLY_ISOLATED verbs
 * @param confined for SANDBOXED ones
 */
record LaunchByIsolation(Launch plain, Launch confined) implements Launch {

    private Launch of(VerbDescriptor verb) {
        return verb.contract().isolation() == Isolation.SANDBOXED ? confined : plain;
    }

    @Override
    public List<String> problems(VerbDescriptor verb) {
        return of(verb).problems(verb);
    }

    @Override
    public Plan plan(VerbDescriptor verb, TenantId tenant, WorkerHome home, StartOrder order)
            throws IOException {
        return of(verb).plan(verb, tenant, home, order);
    }
}
