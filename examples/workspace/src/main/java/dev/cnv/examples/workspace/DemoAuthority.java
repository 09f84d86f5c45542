package dev.cnv.examples.workspace;

import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.ArgumentConstraint;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.Grant;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The demonstration's rules and credentials: a root key signs the person's authority, and the person
 * hands parts of it on to two agents.
 *
 * @param trust in the root key
 * @param credentials by caller
 */
record DemoAuthority(Trust trust, Map<String, Credential> credentials) {

    /** Rules by kind of caller: agents may use files like people, but delete none. */
    static final PolicySet POLICY = PolicySet.of(
            PolicyRule.allow("people-use-files")
                    .when(Condition.agentType("person").and(Condition.capability("file.*"))),
            PolicyRule.allow("agents-use-files")
                    .when(Condition.agentType("llm").and(Condition.capability("file.*"))),
            PolicyRule.deny(
                            "agents-never-delete",
                            "an agent must not delete files",
                            "ask a person to delete it")
                    .when(Condition.agentType("llm").and(Condition.capability("file.delete"))));

    static DemoAuthority of(DemoScenario scenario, SecureRandom random, Instant now) {
        SigningKey root = SigningKey.generate(random);
        SigningKey person = SigningKey.generate(random);
        SigningKey reader = SigningKey.generate(random);
        SigningKey writer = SigningKey.generate(random);
        Chain all = Chain.issue(
                root,
                TokenDraft.to(person.publicKey(), DemoScenario.PERSON, "person")
                        .between(now.minus(Duration.ofMinutes(1)), now.plus(Duration.ofHours(1)))
                        .grant("file.*", EffectLevel.MUTATE)
                        .mayHandOn(1));
        Chain writing = all.delegate(
                person,
                TokenDraft.to(writer.publicKey(), DemoScenario.WRITER, "llm")
                        .grant("file.*", EffectLevel.MUTATE));
        return new DemoAuthority(
                Trust.of(root.publicKey()),
                Map.of(
                        DemoScenario.PERSON, new Credential.Held(all, person),
                        DemoScenario.READER,
                                new Credential.Held(
                                        all.delegate(person, reading(reader, scenario)), reader),
                        DemoScenario.WRITER, new Credential.Held(writing, writer),
                        DemoScenario.STRANGER, Credential.anonymous()));
    }

    private static TokenDraft reading(SigningKey reader, DemoScenario scenario) {
        TokenDraft draft = TokenDraft.to(reader.publicKey(), DemoScenario.READER, "llm");
        for (String verb :
                List.of("file.list", "file.tree", "file.read", "file.search", "file.stat")) {
            draft = draft.grant(Grant.of(verb, EffectLevel.READ_ONLY)
                    .where("path", ArgumentConstraint.subPath(scenario.folder())));
        }
        return draft;
    }
}
