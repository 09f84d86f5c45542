package dev.cnv.benchmarks.policy;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.AuthorizationResponse;
import com.cedarpolicy.model.entity.Entities;
import com.cedarpolicy.value.EntityUID;
import com.cedarpolicy.value.PrimLong;
import com.cedarpolicy.value.PrimString;
import com.cedarpolicy.value.Value;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
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
import dev.cnv.runtime.policy.PolicyRequest;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.PolicyVerdict;
import dev.cnv.runtime.policy.RulePolicyEngine;
import dev.cnv.runtime.policy.text.PolicyText;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.casbin.jcasbin.main.Enforcer;
import org.casbin.jcasbin.model.Model;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One decision of one policy: five rules about agents, tenants, amounts and places, said in the
 * language of each engine, alone and beside 1,000 rules about other verbs. jCasbin, which knows roles
 * and no arguments, has four rules that permit the same caller the same verb.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecisionBenchmark {

    private static final String FIVE = """
            permit clerks when capability account.transfer and agent-type "clerk" and arg cents <= 50000;
            permit own when capability account.transfer and origin person and depth <= 1 and agent "alice";
            forbid no-rome "no transfers to rome" when capability account.transfer and arg to = "rome";
            forbid other-tenants "only acme" when capability account.* and not tenant "acme";
            forbid large "too large" when capability account.transfer and arg cents > 1000000;
            """;

    private static final String CEDAR_FIVE = """
            permit(principal, action == Action::"account.transfer", resource)
                when { context.agentType == "clerk" && context.cents <= 50000 };
            permit(principal == Agent::"alice", action == Action::"account.transfer", resource)
                when { context.origin == "person" && context.depth <= 1 };
            forbid(principal, action == Action::"account.transfer", resource)
                when { context.to == "rome" };
            forbid(principal, action, resource) unless { context.tenant == "acme" };
            forbid(principal, action == Action::"account.transfer", resource)
                when { context.cents > 1000000 };
            """;

    private RulePolicyEngine five;
    private RulePolicyEngine interpretedFive;
    private RulePolicyEngine fiveBesideThousand;
    private Enforcer casbinFour;
    private Enforcer casbinThousand;
    private com.cedarpolicy.model.policy.PolicySet cedarPolicies;
    private BasicAuthorizationEngine cedar;
    private AuthorizationRequest cedarRequest;
    private final Entities noEntities = new Entities(Set.of());
    private PolicyRequest request;

    /**
     * Makes the policies and checks that each permits the call and refuses another.
     *
     * @throws Exception when Cedar's library does not load
     */
    @Setup
    public void load() throws Exception {
        PolicySet rules = PolicyText.parse(FIVE);
        five = RulePolicyEngine.of(rules);
        interpretedFive = RulePolicyEngine.interpreting(rules);
        fiveBesideThousand = RulePolicyEngine.of(besideThousand());
        casbinFour = casbin(0);
        casbinThousand = casbin(996);
        cedarPolicies = com.cedarpolicy.model.policy.PolicySet.parsePolicies(CEDAR_FIVE);
        cedarPolicies.cache();
        cedar = new BasicAuthorizationEngine();
        cedarRequest = cedarRequest("paris");
        request = request("paris");
        PolicyRequest refused = request("rome");
        for (RulePolicyEngine engine :
                java.util.List.of(five, interpretedFive, fiveBesideThousand)) {
            require(permits(engine, request) && !permits(engine, refused));
            require(engine.evaluate(request).considered().size() == 5);
        }
        require(casbinFourRules() && casbinThousandRules());
        require(!casbinFour.enforce("mallory", "account.transfer", "call"));
        require(allows(cedarFiveCached()));
        require(!allows(cedar.isAuthorized(cedarRequest("rome"), cedarPolicies, noEntities)));
    }

    /** {@return the verdict of five rules, compiled} */
    @Benchmark
    public PolicyVerdict cnvFive() {
        return five.evaluate(request);
    }

    /** {@return the verdict of five rules, interpreted} */
    @Benchmark
    public PolicyVerdict cnvFiveInterpreted() {
        return interpretedFive.evaluate(request);
    }

    /** {@return the verdict of the same five rules beside 1,000 about other verbs} */
    @Benchmark
    public PolicyVerdict cnvFiveBesideThousand() {
        return fiveBesideThousand.evaluate(request);
    }

    /** {@return the verdict of jCasbin with four rules} */
    @Benchmark
    public boolean casbinFourRules() {
        return casbinFour.enforce("alice", "account.transfer", "call");
    }

    /** {@return the verdict of jCasbin with 1,000 rules} */
    @Benchmark
    public boolean casbinThousandRules() {
        return casbinThousand.enforce("alice", "account.transfer", "call");
    }

    /**
     * Decides by Cedar.
     *
     * @return the verdict of Cedar with the five rules, parsed once and kept
     * @throws Exception when Cedar refuses the request
     */
    @Benchmark
    public AuthorizationResponse cedarFiveCached() throws Exception {
        return cedar.isAuthorized(cedarRequest, cedarPolicies, noEntities);
    }

    private static PolicySet besideThousand() {
        StringBuilder text = new StringBuilder(FIVE);
        for (int i = 0; i < 1000; i++) {
            text.append("permit other-")
                    .append(i)
                    .append(" when capability noun.verb")
                    .append(i);
            text.append(" and agent-type \"clerk\" and arg cents <= ").append(i).append(";\n");
        }
        return PolicyText.parse(text.toString());
    }

    private static PolicyRequest request(String to) {
        Agent caller = Agent.of("alice", "person");
        Principal principal = new Principal(
                caller, new TenantId("acme"), PrincipalKind.DIRECT, new AgentId("alice"));
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
                VerbDescriptor.of("account.transfer", "1.0.0")
                        .effects(EffectSet.of(Effect.MUTATE_STATE))
                        .contract(ContractTerms.of(DurationClass.INTERACTIVE))
                        .schemas("0".repeat(64), "1".repeat(64)),
                JsonNodeFactory.instance.objectNode().put("cents", 500).put("to", to),
                context,
                Set.of());
    }

    private static AuthorizationRequest cedarRequest(String to) {
        Map<String, Value> context = Map.of(
                "agentType", new PrimString("person"),
                "origin", new PrimString("person"),
                "depth", new PrimLong(1),
                "tenant", new PrimString("acme"),
                "cents", new PrimLong(500),
                "to", new PrimString(to));
        return new AuthorizationRequest(
                uid("Agent::\"alice\""),
                uid("Action::\"account.transfer\""),
                uid("Verb::\"account.transfer\""),
                context);
    }

    private static EntityUID uid(String text) {
        return EntityUID.parse(text).orElseThrow();
    }

    /** Four rules, after so many of other agents about other verbs. */
    private static Enforcer casbin(int others) {
        Model model = new Model();
        model.addDef("r", "r", "sub, obj, act");
        model.addDef("p", "p", "sub, obj, act");
        model.addDef("g", "g", "_, _");
        model.addDef("e", "e", "some(where (p.eft == allow))");
        model.addDef("m", "m", "g(r.sub, p.sub) && r.obj == p.obj && r.act == p.act");
        Enforcer enforcer = new Enforcer(model);
        for (int i = 0; i < others; i++) {
            enforcer.addPolicy("agent-" + i, "noun.verb" + i, "call");
        }
        enforcer.addPolicy("clerk", "account.draft", "call");
        enforcer.addPolicy("clerk", "account.list", "call");
        enforcer.addPolicy("person", "account.list", "call");
        enforcer.addPolicy("person", "account.transfer", "call");
        enforcer.addGroupingPolicy("alice", "person");
        return enforcer;
    }

    private static boolean permits(RulePolicyEngine engine, PolicyRequest request) {
        return engine.evaluate(request) instanceof PolicyVerdict.Permit;
    }

    private static boolean allows(AuthorizationResponse response) {
        return response.success.orElseThrow().isAllowed();
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("a policy decides otherwise than it should");
        }
    }
}
