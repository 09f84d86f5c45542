package dev.cnv.benchmarks.call;

import dev.cnv.runtime.identity.Agent;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.identity.PrincipalKind;
import dev.cnv.runtime.identity.QualityOfService;
import dev.cnv.runtime.identity.TenantId;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.PolicyRequest;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.PolicyVerdict;
import dev.cnv.runtime.policy.RulePolicyEngine;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.casbin.jcasbin.main.Enforcer;
import org.casbin.jcasbin.model.Model;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One decision of a policy of so many rules "this agent may call this verb", of which the last one
 * permits the call.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PolicyBenchmark {

    private static final String CALLER = "zed";
    private static final String VERB = "sums.add";

    /** How many rules the policy has. */
    @Param({"5", "1000"})
    private int ruleCount;

    private RulePolicyEngine byVerb;
    private RulePolicyEngine byAgent;
    private Enforcer casbin;
    private PolicyRequest request;

    /** Makes the policies and checks that each permits the call, and refuses another caller's. */
    @Setup
    public void load() {
        byVerb = RulePolicyEngine.of(
                rules(i -> Condition.agent(agent(i)).and(Condition.capability(verb(i)))));
        byAgent = RulePolicyEngine.of(rules(i -> Condition.agent(agent(i))));
        casbin = new Enforcer(model());
        for (int i = 0; i < ruleCount; i++) {
            casbin.addPolicy(agent(i), verb(i), "call");
        }
        request = request(CALLER);
        require(casbin() && permits(byVerb, request) && permits(byAgent, request));
        PolicyRequest other = request("nobody");
        require(!casbin.enforce("nobody", VERB, "call")
                && !permits(byVerb, other)
                && !permits(byAgent, other));
    }

    /** {@return the verdict, where the rules name verbs} */
    @Benchmark
    public PolicyVerdict cnvRulesNamingVerbs() {
        return byVerb.evaluate(request);
    }

    /** {@return the verdict, where the rules name agents only, so that every rule is asked} */
    @Benchmark
    public PolicyVerdict cnvRulesNamingAgentsOnly() {
        return byAgent.evaluate(request);
    }

    /** {@return the verdict of jCasbin, where the rules name both} */
    @Benchmark
    public boolean casbin() {
        return casbin.enforce(CALLER, VERB, "call");
    }

    private PolicySet rules(java.util.function.IntFunction<Condition> condition) {
        List<PolicyRule> rules = IntStream.range(0, ruleCount)
                .mapToObj(i -> PolicyRule.allow("rule-" + (10_000 + i)).when(condition.apply(i)))
                .toList();
        return new PolicySet(rules);
    }

    private String agent(int rule) {
        return rule == ruleCount - 1 ? CALLER : "agent-" + rule;
    }

    private String verb(int rule) {
        return rule == ruleCount - 1 ? VERB : "noun.verb" + rule;
    }

    private static PolicyRequest request(String agent) {
        Agent caller = Agent.of(agent, "service");
        Principal principal =
                new Principal(caller, TenantId.DEFAULT, PrincipalKind.DIRECT, caller.id());
        CallContext context = new CallContext(
                new UUID(1, 2),
                "benchmark",
                Optional.empty(),
                principal,
                QualityOfService.NORMAL,
                Instant.EPOCH,
                false,
                Optional.empty());
        return new PolicyRequest(
                new SumsVerbs().verbs().getFirst(),
                JsonNodeFactory.instance.objectNode(),
                context,
                Set.of());
    }

    private static boolean permits(RulePolicyEngine engine, PolicyRequest request) {
        return engine.evaluate(request) instanceof PolicyVerdict.Permit;
    }

    private static Model model() {
        Model model = new Model();
        model.addDef("r", "r", "sub, obj, act");
        model.addDef("p", "p", "sub, obj, act");
        model.addDef("e", "e", "some(where (p.eft == allow))");
        model.addDef("m", "m", "r.sub == p.sub && r.obj == p.obj && r.act == p.act");
        return model;
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("a policy decides otherwise than it should");
        }
    }
}
