package dev.cnv.cedar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Isolation;
import dev.cnv.annotations.Sensitivity;
import dev.cnv.runtime.capability.CapabilityPattern;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.PrincipalKind;
import dev.cnv.runtime.identity.QualityOfService.Priority;
import dev.cnv.runtime.identity.TenantId;
import dev.cnv.runtime.policy.ArgumentCondition;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.DelegationCondition;
import dev.cnv.runtime.policy.PathCondition;
import dev.cnv.runtime.policy.PolicyAction;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.QualityCondition;
import dev.cnv.runtime.policy.TimeCondition;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Holds the tables of docs/cedar.md to the code: each type of condition and action has its row. */
class CedarDocsTest {

    private static final Path DOCUMENT =
            Path.of(System.getProperty("basedir", "."), "../docs/cedar.md");

    private static final JsonNode TEXT = JsonNodeFactory.instance.stringNode("a");

    private static final List<Condition> CONDITIONS = List.of(
            Condition.always(),
            Condition.capability("account.transfer"),
            Condition.capability("account.*"),
            Condition.effect(Effect.MUTATE_STATE),
            Condition.levelAtLeast(EffectLevel.NETWORK),
            Condition.sensitivityAtLeast(Sensitivity.HIGH),
            new Condition.HandlesSensitiveData(),
            Condition.handles(DataTag.PII),
            Condition.requiresIsolation(Isolation.SANDBOXED),
            new Condition.AgentTypeIs("llm"),
            new Condition.AgentIs(new AgentId("bob")),
            new Condition.TenantIs(new TenantId("acme")),
            new Condition.PrincipalKindIs(PrincipalKind.DELEGATED),
            new Condition.ArgumentEquals("from", TEXT),
            new ArgumentCondition.Present("rate"),
            ArgumentCondition.atMost("cents", 500),
            new ArgumentCondition.Compares(
                    "rate", ArgumentCondition.Order.LESS, new BigDecimal("1.5")),
            new ArgumentCondition.StartsWith("from", "a"),
            new ArgumentCondition.OneOf("from", List.of(TEXT)),
            new DelegationCondition.OriginIsPerson(),
            new DelegationCondition.OriginIs(new AgentId("alice")),
            new DelegationCondition.ExecutorIs(new AgentId("bob")),
            new DelegationCondition.DepthAtMost(2),
            new QualityCondition.PriorityAtLeast(Priority.HIGH),
            new QualityCondition.ImportanceAtLeast(50),
            new QualityCondition.MustSucceed(),
            TimeCondition.between(
                    Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-02-01T00:00:00Z")),
            TimeCondition.daily("09:00", "17:30", ZoneOffset.ofHours(1)),
            TimeCondition.onDays(ZoneOffset.UTC, DayOfWeek.MONDAY),
            new PathCondition.Traverses(new CapabilityPattern("job.*")),
            new PathCondition.EveryPathPasses(
                    new CapabilityPattern("account.*"), new CapabilityPattern("job.*")),
            Condition.not(Condition.handlesSensitiveData()),
            Condition.agentType("llm").and(Condition.tenant("acme")),
            Condition.agentType("llm").or(Condition.tenant("acme")));

    private static final List<PolicyAction> ACTIONS = List.of(
            new PolicyAction.Allow(),
            new PolicyAction.Deny("Too much.", "Ask."),
            PolicyRule.requireApproval("x", 1).action(),
            new PolicyAction.RewriteArguments(Map.of("from", TEXT)),
            PolicyRule.redirect("x", "file.read").action());

    @Test
    void samples_areOfEveryType() {
        assertEquals(leaves(Condition.class), types(CONDITIONS));
        assertEquals(leaves(PolicyAction.class), types(ACTIONS));
    }

    @Test
    void tables_ofTheDocument_areWhatTheCodeDoes() throws IOException {
        region(
                "conditions",
                "| condition | Cedar |\n|---|---|\n",
                CONDITIONS.stream().map(condition -> row(condition, written(condition))));
        region(
                "actions",
                "| action | Cedar |\n|---|---|\n",
                ACTIONS.stream().map(action -> row(action, written(action))));
    }

    @Test
    void schema_ofTheDocument_isTheCodes() throws IOException {
        region(
                "schema",
                "```cedarschema\n",
                Stream.of(CedarSchema.write(List.of(Bank.TRANSFER)) + "```\n"));
    }

    private static void region(String name, String head, Stream<String> rows) throws IOException {
        String document = Files.readString(DOCUMENT);
        String begin = "<!-- begin generated: " + name + " -->\n";
        int from = document.indexOf(begin) + begin.length();
        int to = document.indexOf("<!-- end generated -->", from);
        String expected = head + rows.collect(Collectors.joining());
        if ("update".equals(System.getProperty("cnv.golden"))) {
            Files.writeString(
                    DOCUMENT, document.substring(0, from) + expected + document.substring(to));
            return;
        }
        assertEquals(expected, document.substring(from, to), "region=" + name);
    }

    private static String row(Object value, String cedar) {
        return "| `" + value.getClass().getSimpleName() + "` | " + cedar + " |\n";
    }

    private static String written(Condition condition) {
        try {
            return code(new CedarWriter(Bank.VERBS).expression(condition));
        } catch (CedarWriter.NoCedarForm e) {
            return "none: " + e.getMessage();
        }
    }

    private static String written(PolicyAction action) {
        try {
            return code(CedarPolicies.write(
                            PolicySet.of(new PolicyRule("x", Condition.always(), action)),
                            List.of())
                    .strip()
                    .replace('\n', ' '));
        } catch (CedarRefusedException e) {
            return "none: " + e.getMessage().replaceFirst(".*rule=x ", "");
        }
    }

    /** Code in a cell of a table: a bar would end the cell. */
    private static String code(String cedar) {
        return "`" + cedar.replace("|", "\\|") + "`";
    }

    private static Set<String> types(List<?> samples) {
        return samples.stream()
                .map(sample -> sample.getClass().getName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> leaves(Class<?> type) {
        Set<String> leaves = new TreeSet<>();
        for (Class<?> each : type.getPermittedSubclasses()) {
            if (each.isSealed()) {
                leaves.addAll(leaves(each));
            } else {
                leaves.add(each.getName());
            }
        }
        return leaves;
    }
}
