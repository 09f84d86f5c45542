package dev.cnv.runtime.policy;

import static dev.cnv.runtime.policy.Condition.agent;
import static dev.cnv.runtime.policy.Condition.capability;
import static dev.cnv.runtime.policy.PolicyDelta.relax;
import static dev.cnv.runtime.policy.PolicyDelta.tighten;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.policy.PolicyDelta.Edit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyDeltaTest {

    private static final PolicyRule ALLOW = PolicyRule.allow("allow").when(capability("account.*"));
    private static final PolicyRule DENY =
            PolicyRule.deny("deny", "no", "").when(ArgumentCondition.atLeast("cents", 100));
    private static final PolicyRule APPROVAL =
            PolicyRule.requireApproval("approval", 1, "bob", "carol").when(agent("alice"));
    private static final PolicyRule REDIRECT =
            PolicyRule.redirect("redirect", "account.draft").always();
    private static final PolicyRule OFF =
            PolicyRule.deny("off", "no", "").always().in(RuleState.DISABLED);
    private static final PolicySet POLICY = PolicySet.of(ALLOW, DENY, APPROVAL, REDIRECT, OFF);

    private static void tightens(Edit... edits) {
        assertEquals(relax(edits).applyTo(POLICY), tighten(edits).applyTo(POLICY));
    }

    private static void widens(String part, Edit... edits) {
        relax(edits).applyTo(POLICY);
        refused(part, tighten(edits));
    }

    private static void refused(String part, PolicyDelta delta) {
        PolicyDeltaRefusedException e =
                assertThrows(PolicyDeltaRefusedException.class, () -> delta.applyTo(POLICY));
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    private static Edit replace(PolicyRule rule) {
        return new Edit.Replace(rule);
    }

    @Test
    void tighten_denyOrApprovalAdded_isApplied() {
        PolicyRule more = PolicyRule.deny("more", "no", "").when(agent("bob"));
        assertEquals(POLICY.with(more), tighten(new Edit.Add(more)).applyTo(POLICY));
        tightens(new Edit.Add(PolicyRule.requireApproval("more", 3).always()));
    }

    @Test
    void tighten_allowRemovedOrNarrowed_isApplied() {
        tightens(new Edit.Remove("allow"));
        tightens(replace(PolicyRule.allow("allow").when(capability("account.draft"))));
        tightens(replace(PolicyRule.allow("allow").when(ALLOW.when().and(agent("alice")))));
        tightens(replace(PolicyRule.deny("allow", "no", "").always()));
        tightens(replace(PolicyRule.requireApproval("allow", 1).always()));
    }

    @Test
    void tighten_denyWidened_isApplied() {
        tightens(replace(PolicyRule.deny("deny", "other", "x")
                .when(ArgumentCondition.atLeast("cents", 50))));
        tightens(replace(PolicyRule.deny("deny", "no", "").always()));
        tightens(replace(PolicyRule.deny("deny", "no", "").when(agent("a").or(DENY.when()))));
        tightens(replace(
                PolicyRule.requireApproval("approval", 2, "bob", "carol").when(agent("alice"))));
        tightens(replace(PolicyRule.requireApproval("approval", 1, "bob").always()));
        tightens(replace(PolicyRule.deny("approval", "no", "").when(agent("alice"))));
    }

    @Test
    void tighten_whatWidens_isRefused() {
        widens("a new allow permits more", new Edit.Add(PolicyRule.allow("more").always()));
        widens("without its deny", new Edit.Remove("deny"));
        widens("without its approval", new Edit.Remove("approval"));
        widens("cannot be shown", replace(PolicyRule.allow("allow").always()));
        widens(
                "cannot be shown",
                replace(PolicyRule.deny("deny", "no", "")
                        .when(ArgumentCondition.atLeast("cents", 101))));
        widens("without its deny", replace(PolicyRule.allow("deny").when(DENY.when())));
        widens(
                "without its deny",
                replace(PolicyRule.requireApproval("deny", 1).when(DENY.when())));
        widens(
                "approvals of others",
                replace(PolicyRule.requireApproval("approval", 1).when(agent("alice"))));
        widens(
                "approvals of others",
                replace(PolicyRule.requireApproval("approval", 1, "bob", "dave")
                        .when(agent("alice"))));
        widens("without its approval", replace(PolicyRule.allow("approval").always()));
    }

    @Test
    void tighten_whatCannotBeDecided_isRefusedWithTheReason() {
        widens("cannot be decided", new Edit.Remove("redirect"));
        widens(
                "cannot be decided",
                new Edit.Add(PolicyRule.redirect("more", "account.draft").always()));
        widens(
                "cannot be decided",
                new Edit.Add(PolicyRule.rewrite("more", Map.of("a", StrictJson.parse("1")))
                        .always()));
        widens(
                "cannot be decided",
                replace(PolicyRule.redirect("redirect", "account.hold").always()));
        tightens(replace(REDIRECT));
    }

    /** A deny that could not be asked refused; narrowing what is asked before it would let calls by. */
    @Test
    void tighten_denyThatFaultedWhereTheNewOneDoesNot_isRefused() {
        PolicySet policy = PolicySet.of(PolicyRule.deny("d", "no", "")
                .when(ArgumentCondition.atLeast("cents", 1).and(agent("alice"))));
        PolicyDelta narrower =
                tighten(replace(PolicyRule.deny("d", "no", "").when(agent("alice"))));
        assertThrows(PolicyDeltaRefusedException.class, () -> narrower.applyTo(policy));
    }

    /** Where it could not be asked the old rule refused, whatever was approved; the new one would not. */
    @Test
    void tighten_approvalThatFaultedWhereTheNewOneAsks_isRefused() {
        PolicyRule faulting = PolicyRule.requireApproval("a", 1, "bob")
                .when(ArgumentCondition.startsWith("cents", "a"));
        PolicyRule wider =
                PolicyRule.requireApproval("a", 1, "bob").when(agent("alice").or(faulting.when()));
        PolicySet policy = PolicySet.of(faulting);
        assertThrows(
                PolicyDeltaRefusedException.class, () -> tighten(replace(wider)).applyTo(policy));
        PolicyDelta stricter = tighten(
                replace(PolicyRule.requireApproval("a", 2, "bob", "carol").when(faulting.when())));
        assertThrows(PolicyDeltaRefusedException.class, () -> stricter.applyTo(policy));
        tighten(replace(PolicyRule.deny("a", "no", "").when(wider.when()))).applyTo(policy);
    }

    @Test
    void edit_thatDoesNotFit_isRefused() {
        refused("is there already", relax(new Edit.Add(ALLOW)));
        refused("is not in the policy", relax(new Edit.Remove("gone")));
        refused("is not in the policy", relax(replace(PolicyRule.allow("gone").always())));
        refused("is not in the policy", new PolicyDelta.Enable(Set.of("gone")));
        refused("disable it", relax(replace(DENY.in(RuleState.DISABLED))));
        refused("enable", relax(replace(OFF.in(RuleState.ACTIVE))));
        assertThrows(
                IllegalArgumentException.class,
                () -> relax(new Edit.Remove("allow"), new Edit.Add(ALLOW)));
        assertThrows(IllegalArgumentException.class, () -> relax());
        assertThrows(IllegalArgumentException.class, () -> new PolicyDelta.Disable(Set.of()));
    }

    @Test
    void states_moveByTheirDeltas_only() {
        PolicySet deprecated = new PolicyDelta.Deprecate(Set.of("allow")).applyTo(POLICY);
        assertEquals(
                RuleState.DEPRECATED, deprecated.rule("allow").orElseThrow().state());
        PolicySet disabled = new PolicyDelta.Disable(Set.of("allow", "deny")).applyTo(deprecated);
        assertEquals(RuleState.DISABLED, disabled.rule("allow").orElseThrow().state());
        PolicySet enabled = new PolicyDelta.Enable(Set.of("allow", "deny")).applyTo(disabled);
        assertEquals(POLICY, enabled);
        refused("has state=ACTIVE", new PolicyDelta.Enable(Set.of("allow")));
        refused("has state=DISABLED", new PolicyDelta.Disable(Set.of("off")));
        refused("has state=DISABLED", new PolicyDelta.Deprecate(Set.of("off")));
        assertTrue(new PolicyDelta.Enable(Set.of("off")).needsApproval());
        assertFalse(new PolicyDelta.Disable(Set.of("off")).needsApproval());
    }

    @Test
    void disabledRule_isNotAsked() {
        PolicyRequest request = Requests.transfer("{}");
        assertTrue(
                RulePolicyEngine.of(PolicySet.of(ALLOW, OFF)).evaluate(request)
                        instanceof PolicyVerdict.Permit);
        assertEquals(
                List.of("allow"),
                RulePolicyEngine.of(PolicySet.of(ALLOW, OFF)).evaluate(request).considered());
        assertTrue(
                RulePolicyEngine.of(PolicySet.of(ALLOW.in(RuleState.DEPRECATED)))
                                .evaluate(request)
                        instanceof PolicyVerdict.Permit);
        tightens(replace(OFF));
    }

    @Test
    void replacement_ofPolicies_leadsFromOneToTheOther() {
        PolicySet other = PolicySet.of(
                DENY,
                PolicyRule.allow("allow").always(),
                PolicyRule.allow("new").always());
        PolicyDelta delta = PolicyDelta.replacement(POLICY, other);
        assertEquals(other, delta.applyTo(POLICY));
        assertEquals(Set.of("allow", "approval", "new", "off", "redirect"), delta.names());
        assertThrows(IllegalArgumentException.class, () -> PolicyDelta.replacement(POLICY, POLICY));
    }

    @Test
    void kindAndDirection_sayWhatHappens() {
        assertEquals("created", tighten(new Edit.Add(DENY)).kind());
        assertEquals("deleted", relax(new Edit.Remove("deny")).kind());
        assertEquals("updated", relax(replace(DENY)).kind());
        assertEquals("updated", relax(new Edit.Remove("a"), new Edit.Add(DENY)).kind());
        assertEquals("enabled", new PolicyDelta.Enable(Set.of("a")).kind());
        assertEquals("disabled", new PolicyDelta.Disable(Set.of("a")).kind());
        assertEquals("deprecated", new PolicyDelta.Deprecate(Set.of("a")).kind());
        assertEquals("deprecate", new PolicyDelta.Deprecate(Set.of("a")).direction());
        assertEquals("relax", relax(replace(DENY)).direction());
        assertEquals("tighten", tighten(replace(DENY)).direction());
        assertEquals(
                "{\"disable\":[\"a\",\"b\"]}",
                new PolicyDelta.Disable(Set.of("b", "a")).toJson().toString());
        assertEquals(
                "{\"relax\":[{\"remove\":\"a\"}]}",
                relax(new Edit.Remove("a")).toJson().toString());
        assertTrue(tighten(new Edit.Add(DENY), replace(ALLOW))
                .toJson()
                .toString()
                .contains("replace"));
    }

    @Test
    void approvalDigest_ofAnotherPolicyOrRule_isAnother() {
        PolicyDelta a = new PolicyDelta.Enable(Set.of("a"));
        PolicyDelta b = new PolicyDelta.Enable(Set.of("a", "b"));
        assertNotEquals(a.approvalDigest(POLICY.hash()), b.approvalDigest(POLICY.hash()));
        assertNotEquals(a.approvalDigest(POLICY.hash()), a.approvalDigest(PolicySet.EMPTY.hash()));
        assertNotEquals(
                a.approvalDigest(POLICY.hash()),
                new PolicyDelta.Disable(Set.of("a")).approvalDigest(POLICY.hash()));
    }
}
