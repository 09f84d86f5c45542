package dev.cnv.runtime.policy;

import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.identity.QualityOfService;
import dev.cnv.runtime.policy.Condition.AllOf;
import dev.cnv.runtime.policy.Condition.Always;
import dev.cnv.runtime.policy.Condition.AnyOf;
import dev.cnv.runtime.policy.Condition.Not;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Conditions with what they ask about the verb answered. The order in which the rest is asked stays,
 * and so do its faults.
 */
final class VerbConditions {

    private static final Condition ALWAYS = new Always();
    private static final Condition NEVER = new Not(ALWAYS);

    private final PolicyRequest anyCall;

    VerbConditions(VerbDescriptor verb) {
        CallContext nobody = new CallContext(
                new UUID(0, 0),
                "",
                Optional.empty(),
                Principal.ANONYMOUS,
                QualityOfService.NORMAL,
                Instant.EPOCH,
                false,
                Optional.empty());
        anyCall = new PolicyRequest(
                verb, JsonNodeFactory.instance.objectNode(), nobody, Set.<AgentId>of());
    }

    /** A condition that says the same of every call of the verb and asks nothing about the verb. */
    Condition of(Condition condition) {
        return switch (condition) {
            case AllOf(List<Condition> parts) -> all(parts);
            case AnyOf(List<Condition> parts) -> any(parts);
            case Not(Condition part) -> not(of(part));
            default ->
                Conditions.isAboutVerb(condition)
                        ? constant(Conditions.holds(condition, anyCall))
                        : condition;
        };
    }

    static boolean isAlways(Condition condition) {
        return condition.equals(ALWAYS);
    }

    static boolean isNever(Condition condition) {
        return condition.equals(NEVER);
    }

    private Condition all(List<Condition> parts) {
        List<Condition> left = new ArrayList<>();
        for (Condition part : parts) {
            Condition answered = of(part);
            if (isAlways(answered)) {
                continue;
            }
            left.add(answered);
            if (isNever(answered)) {
                // Nothing behind it is ever asked; what is before it may be at fault.
                break;
            }
        }
        boolean never = !left.isEmpty()
                && isNever(left.getLast())
                && left.stream().noneMatch(Conditions::mayFault);
        return never ? NEVER : joined(left, ALWAYS, true);
    }

    private Condition any(List<Condition> parts) {
        List<Condition> left = new ArrayList<>();
        for (Condition part : parts) {
            Condition answered = of(part);
            if (isNever(answered)) {
                continue;
            }
            left.add(answered);
            if (isAlways(answered)) {
                break;
            }
        }
        boolean always = !left.isEmpty()
                && isAlways(left.getLast())
                && left.stream().noneMatch(Conditions::mayFault);
        return always ? ALWAYS : joined(left, NEVER, false);
    }

    private static Condition joined(List<Condition> parts, Condition none, boolean all) {
        return switch (parts.size()) {
            case 0 -> none;
            case 1 -> parts.getFirst();
            default -> all ? new AllOf(parts) : new AnyOf(parts);
        };
    }

    private static Condition not(Condition part) {
        if (isAlways(part)) {
            return NEVER;
        }
        return isNever(part) ? ALWAYS : new Not(part);
    }

    private static Condition constant(boolean holds) {
        return holds ? ALWAYS : NEVER;
    }
}
