package dev.cnv.cedar;

import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Isolation;
import dev.cnv.annotations.Sensitivity;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.ContractTerms;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.ParameterDescriptor;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.identity.Agent;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.identity.PrincipalKind;
import dev.cnv.runtime.identity.QualityOfService;
import dev.cnv.runtime.identity.TenantId;
import dev.cnv.runtime.policy.PolicyRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Verbs with parameters of every type, and calls of them. */
final class Bank {

    static final VerbDescriptor TRANSFER = VerbDescriptor.of("account.transfer", "1.0.0")
            .effects(EffectSet.of(Effect.MUTATE_STATE, Effect.STORAGE_WRITE)
                    .sensitivity(Sensitivity.HIGH)
                    .handling(DataTag.FINANCIAL))
            .contract(ContractTerms.of(DurationClass.INTERACTIVE)
                    .isolation(Isolation.TENANT_ISOLATED))
            .parameters(
                    ParameterDescriptor.required("from", ValueType.TEXT, ""),
                    ParameterDescriptor.required("cents", ValueType.INT64, ""),
                    ParameterDescriptor.optional("rate", ValueType.DECIMAL, ""),
                    ParameterDescriptor.optional("dry-check", ValueType.BOOLEAN, ""),
                    ParameterDescriptor.optional("labels", ValueType.map(ValueType.TEXT), ""))
            .schemas("0".repeat(64), "1".repeat(64));

    static final VerbDescriptor BLOCK = VerbDescriptor.of("account.card.block", "2.1.0")
            .effects(EffectSet.of(Effect.MUTATE_SECURITY, Effect.NETWORK_ACCESS)
                    .sensitivity(Sensitivity.CRITICAL)
                    .handling(DataTag.PII, DataTag.CREDENTIALS))
            .contract(ContractTerms.of(DurationClass.INTERACTIVE).isolation(Isolation.SANDBOXED))
            .parameters(
                    ParameterDescriptor.required(
                            "reason", ValueType.choice("Reason", "LOST", "STOLEN"), ""),
                    ParameterDescriptor.optional("rate", ValueType.FLOAT64, ""),
                    ParameterDescriptor.optional("tags", ValueType.set(ValueType.TEXT), ""),
                    ParameterDescriptor.optional(
                            "holder",
                            ValueType.structure(
                                    "Holder",
                                    ValueType.field("name", ValueType.TEXT, ""),
                                    ValueType.field(
                                            "age", ValueType.optional(ValueType.INT32), "")),
                            ""))
            .schemas("2".repeat(64), "3".repeat(64));

    static final VerbDescriptor READ = VerbDescriptor.of("file.read", "1.0.0")
            .effects(EffectSet.of(Effect.READ_ONLY))
            .schemas("4".repeat(64), "5".repeat(64));

    static final List<VerbDescriptor> VERBS = List.of(TRANSFER, BLOCK, READ);

    static final Principal BOT = new Principal(
            new Agent(new AgentId("alice/bot"), "llm", "3", Map.of("team", "billing")),
            new TenantId("acme"),
            PrincipalKind.DELEGATED,
            new AgentId("alice"));

    private Bank() {}

    static PolicyRequest transfer(String arguments, String... approvers) {
        return request(TRANSFER, arguments, BOT, approvers);
    }

    static PolicyRequest request(
            VerbDescriptor verb, String arguments, Principal caller, String... approvers) {
        Set<AgentId> ids = new java.util.TreeSet<>();
        for (String approver : approvers) {
            ids.add(new AgentId(approver));
        }
        return new PolicyRequest(
                verb,
                (ObjectNode) StrictJson.parse(arguments),
                context(caller, QualityOfService.NORMAL, List.of()),
                ids);
    }

    static CallContext context(
            Principal caller, QualityOfService quality, List<CapabilityId> path) {
        return new CallContext(
                new UUID(1, 1),
                "correlation",
                Optional.empty(),
                caller,
                quality,
                Instant.parse("2026-01-02T03:04:05.678901Z"),
                false,
                Optional.empty(),
                path);
    }
}
