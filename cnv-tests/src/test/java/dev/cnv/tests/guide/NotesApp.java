package dev.cnv.tests.guide;

// region: calls
import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.time.SystemTime;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

final class NotesApp {

    /** Lets alice add and list, and her assistant only list. Gives what the assistant was answered. */
    static Outcome<JsonNode> run(Path ledger) {
        SecureRandom random = new SecureRandom();
        SigningKey root = SigningKey.generate(random);
        SigningKey aliceKey = SigningKey.generate(random);
        SigningKey assistantKey = SigningKey.generate(random);
        Instant now = Instant.now();

        // Alice may do everything with notes, and may hand some of it on, once.
        Chain alice = Chain.issue(
                root,
                TokenDraft.to(aliceKey.publicKey(), "alice", "person")
                        .between(now, now.plus(Duration.ofHours(8)))
                        .grant("note.*", EffectLevel.MUTATE)
                        .mayHandOn(1));
        // Offline, with her own key: her assistant may only read.
        Chain assistant = alice.delegate(
                aliceKey,
                TokenDraft.to(assistantKey.publicKey(), "alice/assistant", "llm")
                        .grant("note.*", EffectLevel.READ_ONLY));

        PolicySet rules =
                PolicySet.of(PolicyRule.allow("notes").when(Condition.capability("note.*")));
        try (SystemTime time = new SystemTime(Clock.systemUTC());
                Cnv cnv = Cnv.builder()
                        .verbs(new NotesVerbs(new Notes()))
                        .trust(Trust.of(root.publicKey()))
                        .policy(rules)
                        .time(time)
                        .ledger(FileLedger.open(ledger, time))
                        .build()) {
            Session person = cnv.open(new Credential.Held(alice, aliceKey));
            int count = NotesVerbs.with(person).add("buy milk").orThrow();

            Session program = cnv.open(new Credential.Held(assistant, assistantKey));
            List<String> seen = NotesVerbs.with(program).list(count).orThrow();

            // A tool call of a model arrives as JSON. It is refused: adding is more than reading.
            return program.call(
                    new CapabilityId("note.add"),
                    StrictJson.parse("{\"text\": \"" + seen.getFirst() + "?\"}"));
        }
    }
}
// endregion
