package dev.cnv.runtime.policy;

import static dev.cnv.runtime.policy.Condition.capability;
import static dev.cnv.runtime.policy.Condition.effect;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.runtime.canonical.StrictJson;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class PolicySetTest {

    private static final PolicySet SAMPLE = PolicySet.of(
            PolicyRule.allow("readers").when(capability("file.*").and(effect(Effect.READ_ONLY))),
            PolicyRule.deny("no-deletes", "agents never delete", "ask a person")
                    .when(capability("*.delete")));

    @Test
    void toJson_sample_isThisText() {
        assertEquals(
                "{\"format\":\"cnv-policy-v1\",\"rules\":["
                        + "{\"action\":{\"deny\":{\"reason\":\"agents never delete\",\"suggestion\":\"ask a person\"}},"
                        + "\"name\":\"no-deletes\",\"when\":{\"capability\":\"*.delete\"}},"
                        + "{\"action\":{\"allow\":true},\"name\":\"readers\",\"when\":{\"all\":["
                        + "{\"capability\":\"file.*\"},{\"effect\":\"READ_ONLY\"}]}}]}",
                CanonicalJson.text(SAMPLE.toJson()));
        assertEquals(Digest.of(SAMPLE.canonicalBytes()), SAMPLE.hash());
        assertEquals(
                SAMPLE, PolicySet.parse(CanonicalJson.text(SAMPLE.toJson()).replace("-v1", "-v0")));
    }

    @Test
    void constructor_nameTwice_isRefused() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> SAMPLE.with(PolicyRule.allow("readers").always()));
        assertTrue(String.valueOf(e.getMessage()).startsWith("rule=readers"), e.getMessage());
    }

    @Test
    void constructor_tooManyRules_isRefused() {
        var rules = IntStream.rangeClosed(0, PolicySet.MAX_RULE_COUNT)
                .mapToObj(i -> PolicyRule.allow("r" + i).always())
                .toList();
        assertThrows(IllegalArgumentException.class, () -> new PolicySet(rules));
        assertEquals(
                PolicySet.MAX_RULE_COUNT,
                new PolicySet(rules.subList(1, rules.size())).rules().size());
    }

    @Test
    void parse_textTooLong_isRefused() {
        String json = CanonicalJson.text(SAMPLE.toJson());
        assertEquals(SAMPLE, PolicySet.parse(json));
        String longer = json + " ".repeat(PolicySet.MAX_TEXT_LENGTH);
        assertThrows(JsonRefusedException.class, () -> PolicySet.parse(longer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "{'format':'cnv-policy-v2','rules':[]}",
                "{'format':'cnv-policy-v1','rules':[{'name':'a','when':{'always':true},'action':{'allow':true},'state':'GONE'}]}",
                "{'format':'cnv-policy-v0'}",
                "{'format':'cnv-policy-v0','rules':{}}",
                "{'format':'cnv-policy-v0','rules':[],'more':1}",
                "{'format':'cnv-policy-v0','rules':[{'name':'a','when':{'always':true}}]}",
                "{'format':'cnv-policy-v0','rules':[{'name':'a','when':{'always':true},'action':{'allow':true},'x':1}]}",
                "{'format':'cnv-policy-v0','rules':[{'name':'a!','when':{'always':true},'action':{'allow':true}}]}",
                "{'format':'cnv-policy-v0','rules':[{'name':'a','when':{'always':true},'action':{'allow':true}},"
                        + "{'name':'a','when':{'always':true},'action':{'allow':true}}]}"
            })
    void parse_malformedSet_isRefused(String text) {
        assertThrows(JsonRefusedException.class, () -> PolicySet.parse(text.replace('\'', '"')));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "true",
                "{'always':false}",
                "{'always':1}",
                "{'sometimes':true}",
                "{'all':[]}",
                "{'any':[]}",
                "{'all':{'always':true}}",
                "{'not':[]}",
                "{'effect':'READ'}",
                "{'effect':0}",
                "{'levelAtLeast':'MAX'}",
                "{'agent':'a b'}",
                "{'agentType':''}",
                "{'tenant':''}",
                "{'capability':'account'}",
                "{'handles':'pii'}",
                "{'requiresIsolation':'NONE'}",
                "{'principal':'ROOT'}",
                "{'argument':'x'}",
                "{'argumentPresent':''}",
                "{'argumentCompares':{'name':'a','order':'=','bound':1}}",
                "{'argumentCompares':{'name':'a','order':'<','bound':'1'}}",
                "{'argumentStartsWith':{'name':'a','prefix':''}}",
                "{'argumentOneOf':{'name':'a','values':[]}}",
                "{'argumentOneOf':{'name':'a','values':[null]}}",
                "{'originIsPerson':false}",
                "{'origin':'a b'}",
                "{'executor':''}",
                "{'depthAtMost':17}",
                "{'depthAtMost':-1}",
                "{'between':{'from':'2026-01-01T00:00:00Z','until':'2026-01-01T00:00:00Z'}}",
                "{'between':{'from':'2026-01-01','until':'2026-01-02T00:00:00Z'}}",
                "{'between':{'from':'2026-01-01T00:00:00.5Z','until':'2026-01-02T00:00:00Z'}}",
                "{'daily':{'from':'22:00','until':'22:00','offset':'Z'}}",
                "{'daily':{'from':'22:00:01','until':'23:00','offset':'Z'}}",
                "{'daily':{'from':'22:00','until':'23:00','offset':'Europe/Rome'}}",
                "{'daily':{'from':'22:00','until':'23:00','offset':'+01:00:01'}}",
                "{'onDays':{'days':[],'offset':'Z'}}",
                "{'onDays':{'days':['MONDAY','MONDAY'],'offset':'Z'}}",
                "{'onDays':{'days':['MON'],'offset':'Z'}}",
                "{'priorityAtLeast':'URGENT'}",
                "{'importanceAtLeast':101}",
                "{'mustSucceed':1}",
                "{'traverses':'account'}",
                "{'everyPathPasses':{'to':'a.b'}}",
                "{'argument':{'name':'x'}}",
                "{'argument':{'name':'x','equals':null}}",
                "{'argument':{'name':'x','equals':[1]}}",
                "{'always':true,'effect':'READ_ONLY'}"
            })
    void parse_malformedCondition_isRefused(String condition) {
        refused(condition, "{'allow':true}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'permit':true}",
                "{'allow':false}",
                "{'allow':true,'deny':{'reason':'x','suggestion':''}}",
                "{'deny':{'reason':'x'}}",
                "{'deny':{'reason':'','suggestion':''}}",
                "{'deny':'x'}",
                "{'requireApproval':{'count':0,'approvers':[]}}",
                "{'requireApproval':{'count':17,'approvers':[]}}",
                "{'requireApproval':{'count':2,'approvers':['bob']}}",
                "{'requireApproval':{'count':1,'approvers':['bob','bob']}}",
                "{'requireApproval':{'count':1,'approvers':['b b']}}",
                "{'requireApproval':{'count':1}}",
                "{'rewrite':{}}",
                "{'rewrite':{'a':null}}",
                "{'rewrite':{'':1}}",
                "{'rewrite':[]}",
                "{'redirect':'account'}",
                "{'redirect':'account.*'}"
            })
    void parse_malformedAction_isRefused(String action) {
        refused("{'always':true}", action);
    }

    @Test
    void parse_nestedTooDeep_isRefusedWithItsPlace() {
        String deep = "{'not':".repeat(16) + "{'always':true}" + "}".repeat(16);
        JsonRefusedException e = assertThrows(
                JsonRefusedException.class, () -> PolicySet.parse(rule(deep, "{'allow':true}")));
        assertTrue(String.valueOf(e.getMessage()).startsWith("rules[0].when.not"), e.getMessage());
    }

    @Test
    void rewrite_tooLargeOrDeep_isRefused() {
        JsonNode large =
                StrictJson.parse("\"" + "x".repeat(PolicyAction.MAX_REPLACEMENT_LENGTH) + "\"");
        assertThrows(
                IllegalArgumentException.class,
                () -> new PolicyAction.RewriteArguments(Map.of("a", large)));
        JsonNode deep = StrictJson.parse("[".repeat(17) + "]".repeat(17));
        assertThrows(
                IllegalArgumentException.class,
                () -> new PolicyAction.RewriteArguments(Map.of("a", deep)));
    }

    @Test
    void rewrite_valueChangedByCaller_isNotTheRules() {
        JsonNode list = StrictJson.parse("[1]");
        PolicyAction.RewriteArguments rewrite =
                new PolicyAction.RewriteArguments(Map.of("a", list));
        ((tools.jackson.databind.node.ArrayNode) list).add(2);
        ((tools.jackson.databind.node.ArrayNode) rewrite.replacements().get("a")).add(3);
        assertEquals("[1]", CanonicalJson.text(rewrite.replacements().get("a")));
    }

    @Test
    void empty_permitsNothing() {
        assertTrue(PolicySet.EMPTY.rules().isEmpty());
        assertFalse(PolicySet.EMPTY.hash().equals(SAMPLE.hash()));
    }

    private static void refused(String condition, String action) {
        assertThrows(JsonRefusedException.class, () -> PolicySet.parse(rule(condition, action)));
    }

    private static String rule(String condition, String action) {
        return ("{'format':'cnv-policy-v0','rules':[{'name':'a','when':" + condition + ",'action':"
                        + action + "}]}")
                .replace('\'', '"');
    }
}
