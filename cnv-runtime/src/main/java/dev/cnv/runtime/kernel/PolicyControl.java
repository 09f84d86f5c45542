package dev.cnv.runtime.kernel;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.delegation.Approval;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.ChangeOrder;
import dev.cnv.runtime.governance.EventOrigins;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.governance.RuntimeEvent;
import dev.cnv.runtime.governance.RuntimeEvent.PolicyChanged;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.PolicyChange;
import dev.cnv.runtime.policy.PolicyDelta;
import dev.cnv.runtime.policy.PolicyDeltaRefusedException;
import dev.cnv.runtime.policy.PolicyEngine;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.RulePolicyEngine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The policy that decides now. A change of it is on disk before it takes effect. The one that a runtime
 * begins with has its place in the ledger before the first decision by it, and reaches the disk no later: a
 * ledger writes its records in their order, and what counts is this order.
 *
 * <p><b>Threading:</b> safe for use by several threads. Changes are made one after the other,
 * in the order of the ledger; who decides reads the engine and its epoch together and never waits.
 */
final class PolicyControl {

    /**
     * What decides.
     *
     * @param engine the engine
     * @param epoch how often it was changed
     */
    record Current(PolicyEngine engine, long epoch) {}

    private final AtomicReference<Current> current;
    private final Ledger ledger;
    private final EventOrigins origins;
    private final ChangeOrder order;
    private final SecondParty second;
    private final Digest first;
    private final Set<Digest> floors;

    /**
     * The policy that a runtime begins with: the one that it is built with, and the recorded changes of
     * it. A runtime that is built with another policy than last time begins with that one.
     *
     * @throws LedgerException when the ledger cannot say what the policy was changed to, or cannot take
     *     the policy
     */
    PolicyControl(KernelParts parts, Supplier<Trust> trust) {
        this.ledger = parts.ledger();
        this.origins = parts.origins();
        this.order = parts.order();
        this.second = new SecondParty(PolicyDelta.APPROVED_AS, trust, parts.time());
        this.first = parts.policy().policy();
        this.floors = parts.policyFloors();
        this.current = new AtomicReference<>(begin(parts.policy(), parts.history()));
    }

    private Current begin(PolicyEngine engine, RuntimeHistory history) {
        Optional<PolicyChanged> last = history.policy();
        if (!history.configuredWith(engine.policy())) {
            ledger.append(
                    new PolicyChanged(
                            origins.own(),
                            last.isEmpty() ? "created" : "updated",
                            PolicyChanged.CONFIGURE,
                            List.of(),
                            last.map(PolicyChanged::after).orElse(Digest.of("")),
                            engine.policy(),
                            0,
                            List.of(),
                            JsonNodeFactory.instance.objectNode(),
                            body(engine)),
                    Ledger.Durability.BUFFERED);
            return new Current(engine, 0);
        }
        return last.filter(changed -> !changed.after().equals(engine.policy()))
                .map(changed -> new Current(restored(changed), changed.epoch()))
                .orElseGet(
                        () -> new Current(engine, last.map(PolicyChanged::epoch).orElse(0L)));
    }

    /** The policy that a recorded change made. */
    private PolicyEngine restored(PolicyChanged changed) {
        PolicySet rules = changed.body()
                .flatMap(ledger::payload)
                .map(bytes -> PolicySet.parse(new String(bytes, StandardCharsets.UTF_8)))
                .orElseThrow(() -> new LedgerException(
                        "policy=" + changed.after().shortHex()
                                + " was made by a recorded change, and its text is not to be had any"
                                + " more; build the runtime with the policy that shall hold",
                        null));
        if (!rules.hash().equals(changed.after())) {
            throw new LedgerException(
                    "the text of policy=" + changed.after().shortHex() + " is that of policy="
                            + rules.hash().shortHex(),
                    null);
        }
        return RulePolicyEngine.of(rules);
    }

    /** Keeps the policy's text; empty for an engine without rules, and a ledger that keeps nothing. */
    private Optional<Digest> body(PolicyEngine engine) {
        return engine instanceof RulePolicyEngine rules && ledger.keepsPayloads()
                ? Optional.of(ledger.keep(CanonicalJson.bytes(rules.rules().toJson())))
                : Optional.empty();
    }

    Current current() {
        return current.get();
    }

    /** Whether a policy that a chain demands is the one that decides now, or one that it enforces. */
    boolean enforces(Digest demanded) {
        PolicyEngine engine = current.get().engine();
        return engine.policy().equals(demanded) || floors(engine).contains(demanded);
    }

    /** The policies, besides its own, that an engine enforces in full. */
    Set<Digest> floors(PolicyEngine engine) {
        // What was stated when the runtime was built was stated of the policy of that time.
        return engine.policy().equals(first) ? floors : Set.of();
    }

    /** The rules that decide now; empty when an engine decides that has none. */
    Optional<PolicySet> rules() {
        return current.get().engine() instanceof RulePolicyEngine engine
                ? Optional.of(engine.rules())
                : Optional.empty();
    }

    PolicyChange change(PolicyDelta delta, AgentId by, List<Approval> approvals) {
        return order.changing(() -> changeAlone(delta, by, approvals));
    }

    private PolicyChange changeAlone(PolicyDelta delta, AgentId by, List<Approval> approvals) {
        Optional<PolicySet> before = rules();
        if (before.isEmpty()) {
            return refused("the policy of engine=" + current.get().engine().name()
                    + " is not made of rules that could be changed here");
        }
        PolicySet after;
        try {
            after = delta.applyTo(before.get());
        } catch (PolicyDeltaRefusedException e) {
            return refused(String.valueOf(e.getMessage()));
        }
        Digest hash = current.get().engine().policy();
        SecondParty.Answer answer = delta.needsApproval()
                ? second.approve(
                        "taking a disabled rule into use",
                        delta.approvalDigest(hash),
                        by,
                        approvals)
                : SecondParty.NOT_NEEDED;
        return answer.denial()
                .<PolicyChange>map(PolicyChange.Refused::new)
                .orElseGet(() -> record(delta, by, answer.approvers(), RulePolicyEngine.of(after)));
    }

    private PolicyChange record(
            PolicyDelta delta, AgentId by, List<String> approvers, RulePolicyEngine next) {
        Current now = current.get();
        Digest before = now.engine().policy();
        try {
            RuntimeEvent event = new PolicyChanged(
                    origins.by(by.value()),
                    delta.kind(),
                    delta.direction(),
                    List.copyOf(delta.names()),
                    before,
                    next.policy(),
                    now.epoch() + 1,
                    approvers,
                    delta.toJson(),
                    body(next));
            long index = ledger.append(event, Ledger.Durability.ON_DISK);
            current.set(new Current(next, now.epoch() + 1));
            return new PolicyChange.Applied(now.epoch() + 1, before, next.policy(), index);
        } catch (LedgerException e) {
            return new PolicyChange.Refused(Denial.of(
                    Reason.LEDGER_UNAVAILABLE,
                    "the ledger cannot take the change, so the policy stays: " + e.getMessage()));
        }
    }

    private static PolicyChange refused(String why) {
        return new PolicyChange.Refused(Denial.of(Reason.POLICY_DELTA_REFUSED, why));
    }
}
