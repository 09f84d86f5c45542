package dev.cnv.runtime.kernel;

import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.delegation.Approval;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.ChangeOrder;
import dev.cnv.runtime.governance.EventOrigins;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.governance.OperatingChange;
import dev.cnv.runtime.governance.OperatingMode;
import dev.cnv.runtime.governance.RuntimeEvent;
import dev.cnv.runtime.governance.RuntimeEvent.CapabilityRevoked;
import dev.cnv.runtime.governance.RuntimeEvent.ModeChanged;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How much of the runtime is open: its mode, and the verbs that an operator has taken away. Closing needs
 * nobody else; opening needs the approval of another.
 *
 * <p><b>Threading:</b> safe for use by several threads. Changes happen one after the other, in the order
 * of the ledger; who decides reads one immutable state and never waits.
 */
final class OperatingControl {

    /** How the runtime stands, and how often that was changed, so that an approval is good once. */
    private record State(OperatingMode mode, Set<String> withdrawn, long changes) {
        State {
            withdrawn = Collections.unmodifiableSet(new TreeSet<>(withdrawn));
        }
    }

    private final Registry registry;
    private final Ledger ledger;
    private final EventOrigins origins;
    private final ChangeOrder order;
    private final SecondParty second;
    private volatile State state;

    OperatingControl(KernelParts parts, Registry registry, Supplier<Trust> trust) {
        this.registry = registry;
        this.ledger = parts.ledger();
        this.origins = parts.origins();
        this.order = parts.order();
        this.second = new SecondParty(
                OperatingChange.APPROVED_AS, trust, parts.origins().time());
        this.state = new State(
                parts.history().mode(),
                parts.history().withdrawn(),
                parts.history().operatingChanges());
    }

    OperatingMode mode() {
        return state.mode();
    }

    Set<String> withdrawn() {
        return state.withdrawn();
    }

    /** Why a call does not run now, whatever permits it; empty when it may. */
    Optional<Denial> refusal(VerbDescriptor verb, boolean originIsPerson) {
        State now = state;
        if (now.withdrawn().contains(verb.id().path())) {
            return Optional.of(
                    Denial.of(
                            Reason.CAPABILITY_WITHDRAWN,
                            verb.id()
                                    + " was taken away by an operator; see capability-revoked in the ledger"));
        }
        return now.mode().admits(verb.effects().mutating(), originIsPerson)
                ? Optional.empty()
                : Optional.of(Denial.of(
                                Reason.MODE_FORBIDS,
                                "the runtime is in mode=" + now.mode() + ", in which " + verb.id()
                                        + " does not run for this caller")
                        .with("mode", now.mode().name()));
    }

    OperatingChange change(OperatingMode to, AgentId by, List<Approval> approvals, String why) {
        return order.changing(() -> {
            OperatingMode from = state.mode();
            if (from == to) {
                return new OperatingChange.Unchanged();
            }
            Digest asked = Digest.of(new CborWriter()
                    .array(4)
                    .text("cnv-mode")
                    .integer(state.changes())
                    .text(from.name())
                    .text(to.name())
                    .toBytes());
            SecondParty.Answer answer = to.compareTo(from) > 0
                    ? SecondParty.NOT_NEEDED
                    : second.approve("opening the runtime", asked, by, approvals);
            return apply(
                    answer,
                    approvers -> new ModeChanged(origins.by(by.value()), from, to, approvers, why),
                    new State(to, state.withdrawn(), state.changes() + 1));
        });
    }

    OperatingChange withdraw(CapabilityId verb, AgentId by, String why) {
        return order.changing(() -> {
            Set<String> more = new TreeSet<>(state.withdrawn());
            if (!more.add(verb.path())) {
                return new OperatingChange.Unchanged();
            }
            return registry.find(verb).isEmpty()
                    ? unknown(verb)
                    : apply(
                            SecondParty.NOT_NEEDED,
                            _ -> new CapabilityRevoked(origins.by(by.value()), verb.path(), why),
                            new State(state.mode(), more, state.changes() + 1));
        });
    }

    OperatingChange restore(CapabilityId verb, AgentId by, List<Approval> approvals, String why) {
        return order.changing(() -> {
            Set<String> fewer = new TreeSet<>(state.withdrawn());
            if (!fewer.remove(verb.path())) {
                return new OperatingChange.Unchanged();
            }
            Optional<Registry.Entry> entry = registry.find(verb);
            if (entry.isEmpty()) {
                return unknown(verb);
            }
            Digest asked = Digest.of(new CborWriter()
                    .array(3)
                    .text("cnv-restore")
                    .integer(state.changes())
                    .text(verb.path())
                    .toBytes());
            return apply(
                    second.approve("giving back " + verb, asked, by, approvals),
                    approvers -> Provision.granted(
                            origins.by(by.value()).with("approvers", String.join(",", approvers)),
                            entry.get().verb(),
                            why),
                    new State(state.mode(), fewer, state.changes() + 1));
        });
    }

    private OperatingChange apply(
            SecondParty.Answer answer, Function<List<String>, RuntimeEvent> event, State next) {
        if (answer.denial().isPresent()) {
            return new OperatingChange.Refused(answer.denial().get());
        }
        try {
            long index = ledger.append(event.apply(answer.approvers()), Durability.ON_DISK);
            state = next;
            return new OperatingChange.Applied(index);
        } catch (LedgerException e) {
            return new OperatingChange.Refused(Denial.of(
                    Reason.LEDGER_UNAVAILABLE,
                    "the ledger cannot take the change, so everything stays: " + e.getMessage()));
        }
    }

    private static OperatingChange unknown(CapabilityId verb) {
        return new OperatingChange.Refused(
                Denial.of(Reason.VERB_UNKNOWN, "there is no verb=" + verb + " here"));
    }
}
