package dev.cnv.runtime.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.policy.remote.PolicyQuestion;
import dev.cnv.testing.Draws;
import dev.cnv.testing.Fuzz;
import dev.cnv.testing.Property;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** What a runtime elsewhere is asked, and that it decides about the same. */
class PolicyQuestionTest {

    private record Case(List<PolicyRule> rules, List<PolicyRequest> requests) {
        static Case draw(Draws draws) {
            return new Case(
                    Policies.rules(draws),
                    IntStream.range(0, 5).mapToObj(_ -> Policies.request(draws)).toList());
        }
    }

    private static Optional<PolicyQuestion> asked(PolicyRequest request) {
        try {
            return Optional.of(PolicyQuestion.of(request));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A rewrite's numbers may be written in another way, as 1.5 for 1.50. */
    private static PolicyVerdict canonical(PolicyVerdict verdict) {
        return verdict instanceof PolicyVerdict.Rewrite rewrite
                ? new PolicyVerdict.Rewrite(
                        rewrite.considered(), rewrite.matched(), rewrite.errors(), (ObjectNode)
                                StrictJson.parse(CanonicalJson.text(rewrite.arguments())))
                : verdict;
    }

    @Test
    void question_readElsewhere_isDecidedAsHere() {
        AtomicInteger whole = new AtomicInteger();
        AtomicInteger all = new AtomicInteger();
        Property.named("policy_question").oneIn(20).check(Case::draw, c -> {
            RulePolicyEngine engine = RulePolicyEngine.of(new PolicySet(c.rules()));
            for (PolicyRequest request : c.requests()) {
                all.incrementAndGet();
                asked(request).ifPresent(question -> {
                    whole.incrementAndGet();
                    PolicyQuestion read = PolicyQuestion.parse(question.text());
                    assertEquals(request.factsDigest(), read.request().factsDigest());
                    assertEquals(question.digest(), read.digest());
                    assertEquals(
                            canonical(engine.evaluate(request)),
                            canonical(engine.evaluate(read.request())));
                });
            }
        });
        assertTrue(whole.get() * 10 > all.get() * 8, whole + " of " + all);
    }

    @Test
    void question_withAllFacts_isWhole() {
        PolicyRequest full = Requests.full();
        assertThrows(IllegalArgumentException.class, () -> PolicyQuestion.of(full), "a lone half");
        var context = full.context();
        PolicyRequest sound = new PolicyRequest(
                full.verb(),
                full.arguments(),
                new dev.cnv.runtime.identity.CallContext(
                        context.invocation(),
                        context.correlation(),
                        context.parent(),
                        new dev.cnv.runtime.identity.Principal(
                                new dev.cnv.runtime.identity.Agent(
                                        context.principal().agent().id(),
                                        "llm",
                                        "1.2",
                                        java.util.Map.of("team", "one")),
                                context.principal().tenant(),
                                context.principal().kind(),
                                context.principal().root()),
                        context.qualityOfService(),
                        context.received(),
                        context.dryRun(),
                        context.idempotencyKey(),
                        context.path()),
                full.approvers(),
                full.facts());
        PolicyQuestion read = PolicyQuestion.parse(PolicyQuestion.of(sound).text());
        assertEquals(sound.factsDigest(), read.request().factsDigest());
        assertEquals(Set.copyOf(sound.approvers()), read.request().approvers());
    }

    @ParameterizedTest
    @CsvSource({
        "account.transfer, account.draft",
        "\"depth\":2, \"depth\":1",
        "\"dryRun\":false, \"dryRun\":true",
        "\"policyEpoch\":0, \"policyEpoch\":1",
        "\"importance\":50, \"importance\":51"
    })
    void question_ofWhichAFactWasChanged_isRefused(String from, String to) {
        String text = PolicyQuestion.of(Requests.transfer("{\"cents\":5}")).text();
        String changed = text.replace(from, to);
        assertNotEquals(text, changed, text);
        assertThrows(JsonRefusedException.class, () -> PolicyQuestion.parse(changed));
    }

    @Test
    void question_ofOtherArguments_isAnotherQuestion() {
        assertNotEquals(
                PolicyQuestion.of(Requests.transfer("{\"cents\":5}")).digest(),
                PolicyQuestion.of(Requests.transfer("{\"cents\":6}")).digest());
    }

    @Test
    void texts_ofAnyKind_areRefusedOrInTheirOneForm() {
        String text =
                PolicyQuestion.of(Requests.transfer("{\"cents\":5}", "bob")).text();
        Property.named("policy_question_fuzz")
                .check(
                        draws -> Fuzz.changed(draws, text, "{}[]\",:0189aeE.-nultrf\\u "),
                        changed -> {
                            try {
                                assertEquals(
                                        changed, PolicyQuestion.parse(changed).text());
                            } catch (JsonRefusedException e) {
                                // The one documented way to say no.
                            }
                        });
    }
}
