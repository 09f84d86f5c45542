package dev.cnv.cedar;

import com.cedarpolicy.AuthorizationEngine;
import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.AuthorizationResponse;
import com.cedarpolicy.model.AuthorizationSuccessResponse;
import com.cedarpolicy.model.entity.Entity;
import com.cedarpolicy.model.exception.AuthException;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.PolicyEngine;
import dev.cnv.runtime.policy.PolicyRequest;
import dev.cnv.runtime.policy.PolicyVerdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides by Cedar policies, for those who have some. Policies and schema are any Cedar text about
 * what {@link CedarSchema} declares; they need not be in the subset of {@link CedarPolicies}.
 *
 * <p>Nothing is permitted unless a {@code permit} applies and no {@code forbid} does. An error in any
 * policy refuses, also one in a permit: this is stricter than Cedar, which passes over a policy at
 * fault even when it is a forbid. A request that has no Cedar form, or does not fit the schema, is
 * refused as a fault too. Cedar's own messages about a call are not shown, because they quote
 * arguments.
 *
 * <p>{@link PolicyVerdict#considered} names the policies that determined the decision, and those at
 * fault, which {@link PolicyVerdict#errors} names alone; Cedar does not say which others it evaluated.
 * The first by name of those that determined is the one that matched. A policy's name is
 * its {@code @id}; one without is named by its place in the text ({@code policy0}). A forbid's {@code
 * @reason} and {@code @suggestion} stand in the denial.
 *
 * <p><b>Threading:</b> immutable; Cedar's parsed policies live outside the heap, shared by all
 * threads, as long as the engine is reachable.
 */
public final class CedarPolicyEngine implements PolicyEngine {

    private final BasicAuthorizationEngine cedar;
    private final ParsedPolicies policies;
    private final Question question;

    private CedarPolicyEngine(BasicAuthorizationEngine cedar, ParsedPolicies policies) {
        this.cedar = cedar;
        this.policies = policies;
        this.question = new Question(policies.schema());
    }

    /**
     * An engine for some policies. They are parsed, validated against the schema in Cedar's strict
     * mode, and kept parsed.
     *
     * @param policies the policies as Cedar text, without templates
     * @param schema the schema as Cedar text: what {@link CedarSchema#write} gives, or that with
     *     something added, such as groups of actions
     * @return the engine
     * @throws CedarUnavailableException when Cedar does not run on this platform
     * @throws CedarRefusedException when a text is too long, Cedar does not take it, or two policies
     *     have one name
     */
    public static CedarPolicyEngine of(String policies, String schema) {
        BasicAuthorizationEngine cedar = CedarNative.load();
        return new CedarPolicyEngine(cedar, ParsedPolicies.of(cedar, policies, schema));
    }

    @Override
    public String name() {
        return "cnv-cedar/1 cedar/" + AuthorizationEngine.getCedarLangVersion();
    }

    /**
     * The digest of policies and schema, for both take part in a decision.
     *
     * @return the SHA-256 of the canonical JSON object whose members {@code policies} and {@code schema}
     *     are the two texts, unchanged
     */
    @Override
    public Digest policy() {
        return policies.digest();
    }

    @Override
    public PolicyVerdict evaluate(PolicyRequest request) {
        AuthorizationResponse response;
        try {
            Entity principal = question.principal(request);
            response = cedar.isAuthorized(
                    question.of(request, principal), policies.parsed(), Set.of(principal));
        } catch (AuthException | RuntimeException | LinkageError e) {
            return fault(
                    "Cedar could not be asked about capability="
                            + request.verb().id() + ": it ended with "
                            + e.getClass().getName(),
                    List.of(),
                    List.of());
        }
        return response.success
                .map(answer -> verdict(answer, request))
                .orElseGet(() -> fault(
                        "Cedar refused the request; the schema must declare capability="
                                + request.verb().id() + " and its parameters",
                        List.of(),
                        List.of()));
    }

    private PolicyVerdict verdict(AuthorizationSuccessResponse answer, PolicyRequest request) {
        TreeSet<String> reasons = new TreeSet<>(answer.getReason());
        TreeSet<String> faults = new TreeSet<>();
        answer.getErrors().forEach(error -> faults.add(error.getPolicyId()));
        TreeSet<String> considered = new TreeSet<>(reasons);
        considered.addAll(faults);
        List<String> trace = List.copyOf(considered);
        List<String> errors = List.copyOf(faults);
        if (!answer.isAllowed() && !reasons.isEmpty()) {
            return forbidden(reasons.first(), trace, errors);
        }
        if (!faults.isEmpty()) {
            String name = faults.first();
            return fault("policy=" + name + " could not be evaluated for this call", trace, errors);
        }
        return answer.isAllowed()
                ? new PolicyVerdict.Permit(trace, reasons.stream().findFirst())
                : nothingPermits(request);
    }

    private PolicyVerdict forbidden(String name, List<String> trace, List<String> errors) {
        Annotated about = policies.annotated(name);
        Denial denial = Denial.of(
                        Reason.POLICY_FORBIDDEN,
                        about.reason().orElse("policy=" + name + " forbids the call"))
                .with("rule", name);
        if (about.suggestion().isPresent()) {
            denial = denial.with(Denial.SUGGESTION, about.suggestion().get());
        }
        return new PolicyVerdict.Refuse(trace, Optional.of(name), errors, denial);
    }

    private static PolicyVerdict fault(String why, List<String> trace, List<String> errors) {
        Denial denial = Denial.of(Reason.POLICY_FAULT, why);
        Optional<String> name = errors.stream().findFirst();
        return new PolicyVerdict.Refuse(
                trace, name, errors, name.isPresent() ? denial.with("rule", name.get()) : denial);
    }

    private static PolicyVerdict nothingPermits(PolicyRequest request) {
        Denial denial = Denial.of(
                Reason.POLICY_NO_PERMIT,
                "no policy permits capability=" + request.verb().id() + " to agent="
                        + request.context().principal().agent().id());
        return new PolicyVerdict.Refuse(List.of(), Optional.empty(), denial);
    }

    @Override
    public String toString() {
        return name() + "[policy=" + policy().shortHex() + "]";
    }
}
