package dev.cnv.runtime.call;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.capability.VerbKey;
import dev.cnv.runtime.certificate.ExportedCertificate;
import dev.cnv.runtime.certificate.SignedMilestone;
import dev.cnv.runtime.certificate.SignedReceipt;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.graph.Composition;
import dev.cnv.runtime.graph.CompositionQuery;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.reach.Reach;
import dev.cnv.runtime.stream.Milestone;
import dev.cnv.runtime.stream.StreamHandle;
import dev.cnv.runtime.stream.StreamOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A session of one caller: every call made through it has this caller's authority, and passes every
 * check of the kernel.
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
     * Calls a verb without waiting, on a thread of its own. If a handler runs on the present thread, the
     * call is made within its call. The time that {@link CallOptions#timeAllowed} allows counts from now.
     * Only the end of the call completes the future; {@code cancel} on it, and a time-out by {@code
     * orTimeout}, cancel the call, and then the future completes with the outcome that the ledger has. A
     * runtime that is closed waits for such calls as for all others.
     *
     * @param verb the verb
     * @param input its input record
     * @param <I> the input
     * @param <R> the result
     * @return completes with what {@link #call(VerbKey, Object)} answers
     * @throws UnsupportedOperationException when this kind of session has no such calls
     */
    default <I, R> CompletableFuture<Outcome<R>> callAsync(VerbKey<I, R> verb, I input) {
        throw new UnsupportedOperationException("this session calls on the caller's thread alone");
    }

    /**
     * Calls a verb with JSON arguments, without waiting.
     *
     * @param verb the verb
     * @param arguments an object with a member for each argument given
     * @return as above
     * @throws UnsupportedOperationException as above
     */
    default CompletableFuture<Outcome<JsonNode>> callAsync(CapabilityId verb, JsonNode arguments) {
        throw new UnsupportedOperationException("this session calls on the caller's thread alone");
    }

    /**
     * Makes several calls at once, and waits for all. The caller's chain was verified once, for the
     * session. Each call has its own certificate, decision and outcome; a refusal of one does not refuse
     * the others. Decisions that are ready at the same time are written to disk together.
     *
     * @param calls at most {@link BatchCall#MAX_COUNT}; in no order
     * @return the outcomes, in the order of the calls
     * @throws IllegalArgumentException when there are more
     * @throws UnsupportedOperationException as above
     */
    default List<Outcome<JsonNode>> callAll(List<BatchCall> calls) {
        throw new UnsupportedOperationException("this session calls on the caller's thread alone");
    }

    /**
     * Begins a call whose events are delivered while it runs.
     *
     * @param verb the verb
     * @param arguments an object with a member for each argument given
     * @param how how the stream is held
     * @return the call, which runs from now on; {@link CallOptions#progress} gets no progress of it
     * @throws UnsupportedOperationException when this kind of session has no streams
     */
    default StreamHandle open(CapabilityId verb, JsonNode arguments, StreamOptions how) {
        throw new UnsupportedOperationException("this session has no streams");
    }

    /**
     * Begins a call that you take through its stages one by one. Generated certificates offer this as
     * {@code prepare}.
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
     * Accepts a certificate that another runtime exported to this one.
     *
     * <p>Checked are: a trusted issuer's signature, the audience, the window, the verb with version,
     * effects and schemas, the digest of the arguments, that no token of the chain is revoked, that a
     * certificate for one run was not used, and this runtime's own policy. The caller of the call is then
     * that of the certificate, not that of this session. The ledger names the issuer.
     *
     * @param verb the verb
     * @param certificate the certificate
     * @param input the verb's input record
     * @param proved the verb's generated {@code Verified}
     * @param <I> the input
     * @param <R> the result
     * @param <C> the certificate
     * @return the verified certificate, or why there is none
     */
    <I, R, C> Step<C> accept(
            VerbKey<I, R> verb, ExportedCertificate certificate, I input, Class<C> proved);

    /**
     * Accepts a certificate that carries the arguments. All else is as above.
     *
     * @param verb the verb
     * @param certificate the certificate
     * @param proved the verb's generated {@code Verified}
     * @param <I> the input
     * @param <R> the result
     * @param <C> the certificate
     * @return the verified certificate, or why there is none
     */
    <I, R, C> Step<C> accept(VerbKey<I, R> verb, ExportedCertificate certificate, Class<C> proved);

    /** {@return whether the runtime has a key to sign receipts with} */
    boolean signsReceipts();

    /**
     * Signs a receipt for a call of this session's caller, from what the ledger says of it.
     *
     * @param outcome what the call answered; only the indices of its receipt are believed
     * @return the signed receipt
     * @throws IllegalStateException when the runtime has no signer, or its ledger has no such call of
     *     this caller
     * @throws IllegalArgumentException when what the ledger says is beyond a limit of the format
     * @throws dev.cnv.runtime.governance.LedgerException when the ledger cannot be read
     */
    SignedReceipt receipt(Outcome<?> outcome);

    /**
     * Signs the ledger's record of a milestone with the runtime's key, while its call runs or later.
     *
     * @param milestone what a call of this caller reached; only the call's id and the index are believed
     * @return the signed milestone
     * @throws IllegalStateException when the runtime has no signer, or its ledger has no such milestone of
     *     a call of this caller
     * @throws IllegalArgumentException when what the ledger says is beyond a limit of the format
     * @throws dev.cnv.runtime.governance.LedgerException when the ledger cannot be read
     * @throws UnsupportedOperationException when this kind of session signs none
     */
    default SignedMilestone receipt(Milestone milestone) {
        throw new UnsupportedOperationException("this session signs no milestones");
    }

    /**
     * Says what a call would do, without running, recording or using up anything.
     *
     * @param verb the verb
     * @param arguments an object with a member for each argument given
     * @return the decision and what led to it
     */
    Explanation explain(CapabilityId verb, JsonNode arguments);

    /**
     * Finds a plan that computes the wanted values from given values, by verbs that this caller could
     * reach. It runs no verb and does not ask the policy, which decides about each step when it runs.
     *
     * @param query what is there and what is wanted; {@link CompositionQuery#within} is narrowed
     * @return a plan, or what cannot be made
     * @throws dev.cnv.runtime.graph.GraphRefusedException when the application has no graph
     */
    Composition plan(CompositionQuery query);

    /**
     * Runs a plan step by step. Each step is a call of its own: it is decided, recorded and proven as any
     * other, under one correlation, and made within the verbs whose results it takes: {@link
     * dev.cnv.runtime.identity.CallContext#path}. The first step that does not complete ends the run; what
     * ran before stays done. With an idempotency key, each step has that key and its number.
     *
     * @param plan a plan of {@link #plan}
     * @param given a value for each name that the plan was made with
     * @return what became of the steps, and the wanted values
     * @throws IllegalArgumentException when a value is not there, or the plan is of another graph; nothing
     *     has run then
     */
    Composed run(Composition.Planned plan, ObjectNode given);

    /**
     * Says which verbs this caller can reach under the present chain, policy and mode of the runtime: for
     * each verb yes, no, or what it depends on. Contracts are not checked; nothing is recorded or used up.
     *
     * @return the answer; only a yes is a yes
     * @throws dev.cnv.runtime.graph.GraphRefusedException when the application has no graph
     */
    Reach reach();

    /** {@return the verbs that this caller's authority could reach with some arguments, sorted} */
    List<VerbDescriptor> verbs();
}
