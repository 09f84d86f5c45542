package dev.cnv.benchmarks.ledger;

import com.sun.management.OperatingSystemMXBean;
import dev.cnv.annotations.Effect;
import dev.cnv.audit.replay.ReplayEngine;
import dev.cnv.audit.replay.ReplayReport;
import dev.cnv.audit.replay.ReplaySlice;
import dev.cnv.audit.replay.WhatIf;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.crypto.SignatureSuite;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.governance.DecisionFacts;
import dev.cnv.runtime.governance.EventOrigin;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.governance.LedgerEvent;
import dev.cnv.runtime.governance.OperatingMode;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.governance.RuntimeEvent;
import dev.cnv.runtime.governance.Spending;
import dev.cnv.runtime.identity.Agent;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.identity.DelegationFacts;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.identity.PrincipalKind;
import dev.cnv.runtime.identity.QualityOfService;
import dev.cnv.runtime.identity.TenantId;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.ArgumentCondition;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.Facts;
import dev.cnv.runtime.policy.PolicyRequest;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.PolicyVerdict;
import dev.cnv.runtime.policy.RulePolicyEngine;
import dev.cnv.runtime.time.SystemTime;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fills a ledger with decisions and evaluates them again: {@code ReplayBenchmark FOLDER [DECISIONS]},
 * 10,000,000 when it is not said. A folder that has a ledger is taken as it is. Two passes are by
 * the policy that decided, the first of them by code that is not compiled yet, and one by a tighter policy.
 */
public final class ReplayBenchmark {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final int AGENTS = 200;
    private static final int WORKERS = 2;

    private static final PolicySet RULES = rules(90_000);

    private final SplittableRandom random = new SplittableRandom(1);
    private final RulePolicyEngine engine = RulePolicyEngine.of(RULES);
    private final VerbDescriptor verb = VerbDescriptor.of("account.transfer", "1.0.0")
            .effects(EffectSet.of(Effect.STORAGE_WRITE))
            .schemas(Digest.of("in").hex(), Digest.of("out").hex());
    private final List<Chain> chains = new ArrayList<>();

    private ReplayBenchmark() {}

    /** Runs it. */
    public static void main(String... args) throws IOException {
        Path folder = Path.of(args[0]);
        if (!Files.exists(folder)) {
            new ReplayBenchmark()
                    .fill(folder, args.length > 1 ? Long.parseLong(args[1]) : 10_000_000);
        }
        pass("replay", folder, Optional.empty());
        pass("replay again", folder, Optional.empty());
        pass("what-if", folder, Optional.of(rules(80_000)));
    }

    private static PolicySet rules(long most) {
        return PolicySet.of(
                PolicyRule.allow("transfers").when(Condition.capability("account.**")),
                PolicyRule.allow("reports").when(Condition.capability("report.**")),
                PolicyRule.deny("large", "too large", "")
                        .when(Condition.capability("account.transfer")
                                .and(new ArgumentCondition.Compares(
                                        "amount",
                                        ArgumentCondition.Order.GREATER,
                                        BigDecimal.valueOf(most)))),
                PolicyRule.deny("drafts", "drafts are closed", "")
                        .when(Condition.capability("draft.**")));
    }

    private static void pass(String what, Path folder, Optional<PolicySet> other) {
        ReplayReport report = new ReplayReport();
        long begin = System.nanoTime();
        long beginCpu = cpuNanos();
        try (ExecutorService workers = Executors.newFixedThreadPool(WORKERS)) {
            ReplayEngine engine = new ReplayEngine(workers);
            if (other.isPresent()) {
                engine.whatIf(
                        folder, ReplaySlice.ALL, WhatIf.policy(other.get()), _ -> {}, report::add);
            } else {
                engine.replay(folder, ReplaySlice.ALL, _ -> {}, report::add);
            }
        }
        long decisions = report.same() + report.different() + report.undetermined();
        print(what, decisions, System.nanoTime() - begin);
        System.out.printf(
                "  %.2f us of processor a decision; same %,d, different %,d, undetermined %,d;"
                        + " heap of at most %,d MiB%n",
                (cpuNanos() - beginCpu) / 1e3 / decisions,
                report.same(),
                report.different(),
                report.undetermined(),
                Runtime.getRuntime().maxMemory() >> 20);
        if (report.undetermined() > 0) {
            throw new IllegalStateException("undetermined: " + report.undeterminedWhy());
        }
    }

    /** All threads of this process, the compilers of the JVM included. */
    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private void fill(Path folder, long decisions) {
        long begin = System.nanoTime();
        try (SystemTime time = new SystemTime(Clock.systemUTC());
                FileLedger ledger = FileLedger.open(folder, time)) {
            prologue(ledger);
            for (long i = 0; i < decisions; i++) {
                ledger.append(decision(i), Durability.BUFFERED);
            }
        }
        print("fill", decisions, System.nanoTime() - begin);
    }

    private void prologue(FileLedger ledger) {
        byte[] policy = CanonicalJson.bytes(RULES.toJson());
        SigningKey root = key();
        for (int i = 0; i < AGENTS; i++) {
            SigningKey holder = key();
            Chain person = Chain.issue(
                    root,
                    TokenDraft.to(holder.publicKey(), "person-" + i, "person")
                            .between(
                                    BEGIN.minus(Duration.ofDays(1)),
                                    BEGIN.plus(Duration.ofDays(999)))
                            .grant("account.**", EffectLevel.MUTATE)
                            .mayHandOn(1));
            Chain agent = person.delegate(
                    holder,
                    TokenDraft.to(key().publicKey(), "person-" + i + "/bot", "llm")
                            .grant("account.**", EffectLevel.MUTATE));
            ledger.keep(agent.bytes());
            chains.add(agent);
        }
        List<LedgerEvent> events = List.of(
                new RuntimeEvent.KeyChanged(
                        origin(0, "", ""),
                        List.of(new RuntimeEvent.Key(
                                RuntimeEvent.KeyPurpose.ROOT,
                                root.id(),
                                Base64.getUrlEncoder()
                                        .withoutPadding()
                                        .encodeToString(root.publicKey().encoded()),
                                "")),
                        List.of(),
                        ""),
                new RuntimeEvent.CapabilityGranted(
                        origin(0, "", ""),
                        verb.id().path(),
                        verb.version(),
                        verb.effects().effects().stream()
                                .map(Enum::name)
                                .sorted()
                                .toList(),
                        verb.effects().sensitivity().name(),
                        verb.effects().data().stream().map(Enum::name).sorted().toList(),
                        verb.effects().dryRun(),
                        verb.contract().isolation().name(),
                        List.of(),
                        verb.inputSchema(),
                        verb.outputSchema(),
                        ""),
                new RuntimeEvent.PolicyChanged(
                        origin(0, "", ""),
                        "created",
                        RuntimeEvent.PolicyChanged.CONFIGURE,
                        List.of(),
                        Digest.of(""),
                        RULES.hash(),
                        0,
                        List.of(),
                        JsonNodeFactory.instance.objectNode(),
                        Optional.of(ledger.keep(policy))));
        events.forEach(event -> ledger.append(event, Durability.BUFFERED));
    }

    private SigningKey key() {
        byte[] seed = new byte[32];
        random.nextBytes(seed);
        return SigningKey.ofRawSecretKey(SignatureSuite.ED25519, seed);
    }

    private EventOrigin origin(long index, String agent, String tenant) {
        return new EventOrigin(
                new UUID(random.nextLong(), index),
                BEGIN.plusNanos(index * 1_234_567),
                agent,
                tenant,
                agent.isEmpty() ? "" : new UUID(7, index / 4).toString(),
                Optional.empty(),
                Map.of());
    }

    private PolicyDecision decision(long index) {
        int who = random.nextInt(AGENTS);
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        arguments.put("amount", random.nextLong(100_000));
        arguments.put("from", "account-" + random.nextInt(10_000));
        arguments.put("to", "account-" + random.nextInt(10_000));
        arguments.put("reference", "invoice " + index + " of the month");
        PolicyRequest request = request(index, who, arguments);
        PolicyVerdict verdict = engine.evaluate(request);
        return decision(index, request, verdict);
    }

    private PolicyRequest request(long index, int who, ObjectNode arguments) {
        AgentId origin = new AgentId("person-" + who);
        Agent agent = Agent.of("person-" + who + "/bot", "llm");
        Instant now = BEGIN.plusNanos(index * 1_234_567);
        CallContext context = new CallContext(
                new UUID(3, index),
                new UUID(7, index / 4).toString(),
                Optional.empty(),
                new Principal(agent, TenantId.DEFAULT, PrincipalKind.DELEGATED, origin),
                QualityOfService.NORMAL,
                now.minusNanos(54_321),
                false,
                Optional.empty());
        Digest chain = chains.get(who).digest();
        return new PolicyRequest(
                verb,
                arguments,
                context,
                java.util.Set.of(),
                new Facts(
                        now,
                        new DelegationFacts(origin, true, agent.id(), 2, Optional.of(chain)),
                        0,
                        0));
    }

    private PolicyDecision decision(long index, PolicyRequest request, PolicyVerdict verdict) {
        CallContext context = request.context();
        boolean permitted = verdict instanceof PolicyVerdict.Permit;
        DecisionFacts facts = new DecisionFacts(
                "",
                Map.of(),
                context.qualityOfService(),
                context.received(),
                List.of(),
                List.of(),
                request.facts().delegation(),
                request.facts().now(),
                0,
                0,
                OperatingMode.NORMAL,
                Optional.empty());
        return new PolicyDecision(
                origin(index, context.principal().agent().id().value(), "default"),
                context.invocation(),
                Optional.empty(),
                verb.id().path(),
                verb.version(),
                context.principal().agent().type(),
                context.principal().kind().name(),
                context.principal().root().value(),
                request.facts().delegation().chain(),
                List.of(Effect.STORAGE_WRITE.name()),
                Optional.of(CanonicalJson.digest(request.arguments())),
                request.arguments(),
                Optional.empty(),
                Optional.of(RULES.hash()),
                verdict.considered(),
                verdict.matched(),
                permitted,
                permitted ? Optional.empty() : Optional.of(Reason.POLICY_FORBIDDEN),
                permitted ? "decided" : "policy",
                permitted ? "" : "too large",
                Optional.empty(),
                false,
                List.of(),
                Optional.of(request.factsDigest()),
                Optional.of(facts),
                Spending.NONE,
                Optional.empty());
    }

    private static void print(String what, long decisions, long nanos) {
        System.out.printf(
                "%s: %,d decisions in %.1f s, %,.0f a second%n",
                what, decisions, nanos / 1e9, decisions / (nanos / 1e9));
    }
}
