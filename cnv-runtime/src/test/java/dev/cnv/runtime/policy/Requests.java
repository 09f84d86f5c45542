package dev.cnv.runtime.policy;

import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Isolation;
import dev.cnv.annotations.Sensitivity;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.ContractTerms;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.identity.Agent;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.identity.DelegationFacts;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.identity.PrincipalKind;
import dev.cnv.runtime.identity.QualityOfService;
import dev.cnv.runtime.identity.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Calls to ask policies about. */
final class Requests {

    private Requests() {}

    /** A sensitive transfer by alice's bot for tenant acme. */
    static PolicyRequest transfer(String arguments, String... approvers) {
        return of("account.transfer", arguments, approvers);
    }

    static PolicyRequest of(String capability, String arguments, String... approvers) {
        EffectSet effects = EffectSet.of(Effect.MUTATE_STATE)
                .sensitivity(Sensitivity.HIGH)
                .handling(DataTag.FINANCIAL);
        Principal caller = new Principal(
                Agent.of("alice/bot", "llm"),
                new TenantId("acme"),
                PrincipalKind.DELEGATED,
                new AgentId("alice"));
        Set<AgentId> ids = Stream.of(approvers).map(AgentId::new).collect(Collectors.toSet());
        return new PolicyRequest(
                verb(capability, effects),
                (ObjectNode) StrictJson.parse(arguments),
                context(caller),
                ids);
    }

    /** A request in which every fact is there. */
    static PolicyRequest full() {
        PolicyRequest some = transfer("{}", "carol", "bob");
        Principal caller = new Principal(
                new Agent(
                        new AgentId("alice/bot"), "llm", "1.2", Map.of("team", "\ud800", "a", "b")),
                new TenantId("acme"),
                PrincipalKind.DELEGATED,
                new AgentId("alice"));
        CallContext context = new CallContext(
                new UUID(1, 2),
                "correlation",
                Optional.of(new UUID(3, 4)),
                caller,
                new QualityOfService(QualityOfService.Priority.HIGH, 70, true),
                Instant.parse("2026-01-02T03:04:05.678Z"),
                true,
                Optional.of("key"),
                List.of(new CapabilityId("mail.read"), new CapabilityId("mail.send")));
        DelegationFacts delegation = new DelegationFacts(
                new AgentId("alice"),
                true,
                new AgentId("alice/bot"),
                2,
                Optional.of(Digest.of("chain")));
        Facts facts = new Facts(Instant.parse("2026-01-02T03:04:06Z"), delegation, 3, 4);
        return new PolicyRequest(some.verb(), some.arguments(), context, some.approvers(), facts);
    }

    static PolicyRequest full(VerbDescriptor verb, CallContext context, Facts facts) {
        PolicyRequest full = full();
        return new PolicyRequest(verb, full.arguments(), context, full.approvers(), facts);
    }

    static VerbDescriptor verb(String capability, EffectSet effects) {
        return VerbDescriptor.of(capability, "1.0.0")
                .effects(effects)
                .contract(ContractTerms.of(DurationClass.INTERACTIVE)
                        .isolation(Isolation.TENANT_ISOLATED))
                .schemas("0".repeat(64), "1".repeat(64));
    }

    private static CallContext context(Principal caller) {
        return new CallContext(
                new UUID(1, 1),
                "correlation",
                Optional.empty(),
                caller,
                QualityOfService.NORMAL,
                Instant.EPOCH,
                false,
                Optional.empty());
    }
}
