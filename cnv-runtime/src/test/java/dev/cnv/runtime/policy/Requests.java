package dev.cnv.runtime.policy;

import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Isolation;
import dev.cnv.annotations.Sensitivity;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.ContractTerms;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.identity.Agent;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.identity.PrincipalKind;
import dev.cnv.runtime.identity.QualityOfService;
import dev.cnv.runtime.identity.TenantId;
import java.time.Instant;
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
