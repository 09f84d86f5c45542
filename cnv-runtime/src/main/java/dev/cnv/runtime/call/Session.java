package dev.cnv.runtime.call;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.capability.VerbKey;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Outcome;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One caller's view of a runtime: every call made through it carries the caller's authority and
 * takes the one path.
 *
 * <p><b>Threading:</b> immutable, safe for use by several threads. A call blocks until the verb has
 * ended; call from a virtual thread to do something else meanwhile.
 */
public interface Session {

    /** {@return who calls; anonymous when the credential was refused} */
    Principal principal();

    /** {@return why the credential was refused; every call of such a session is refused so} */
    Optional<Denial> refusal();

    /**
     * This session with other options for its calls.
     *
     * @param options dry run, idempotency key, approvals, deadline, priority, correlation
     * @return a new session of the same caller
     */
    Session with(CallOptions options);

    /**
     * Calls a verb with typed arguments.
     *
     * @param verb the verb
     * @param input its input record
     * @param <I> the input
     * @param <R> the result
     * @return what the verb answered, or why it did not run
     */
    <I, R> Outcome<R> call(VerbKey<I, R> verb, I input);

    /**
     * Calls a verb with JSON arguments.
     *
     * @param verb the verb
     * @param arguments an object with a member for each argument given
     * @return the result as JSON, or why the verb did not run
     */
    Outcome<JsonNode> call(CapabilityId verb, JsonNode arguments);

    /**
     * Begins a call that is stepped by hand. Generated certificates offer this as {@code prepare}.
     *
     * @param verb the verb
     * @param input its input record
     * @param first the certificate of the verb's first stage
     * @param <I> the input
     * @param <R> the result
     * @param <C> the certificate
     * @return the first certificate, or why there is none
     * @throws ClassCastException when {@code first} is another verb's or of another stage
     */
    <I, R, C> Step<C> prepare(VerbKey<I, R> verb, I input, Class<C> first);

    /**
     * Says what would become of a call, without running, recording or using up anything.
     *
     * @param verb the verb
     * @param arguments an object with a member for each argument given
     * @return the decision and what led to it
     */
    Explanation explain(CapabilityId verb, JsonNode arguments);

    /** {@return the verbs that this caller's authority could reach with some arguments, sorted} */
    List<VerbDescriptor> verbs();
}
