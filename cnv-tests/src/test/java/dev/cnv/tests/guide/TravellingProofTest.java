package dev.cnv.tests.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.certificate.SignedReceipt;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.outcome.CallRefusedException;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.time.VirtualTime;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guide's proof travels as the guide says. */
class TravellingProofTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final SecureRandom random = new SecureRandom();
    private final SigningKey root = SigningKey.generate(random);
    private final SigningKey gatewayKey = SigningKey.generate(random);
    private final SigningKey workerKey = SigningKey.generate(random);
    private final VirtualTime time = new VirtualTime(NOON);

    private Cnv runtime(String name, SigningKey key, Trust trust, Path folder) {
        return Cnv.builder()
                .verbs(new NotesVerbs(new Notes()))
                .name(name)
                .signer(key)
                .trust(trust)
                .policy(PolicySet.of(PolicyRule.allow("notes").always()))
                .time(time)
                .ledger(FileLedger.open(folder.resolve(name), time))
                .build();
    }

    @Test
    void travellingProof_runsOnceOnTheWorker(@TempDir Path folder) {
        SigningKey alice = SigningKey.generate(random);
        Chain chain = Chain.issue(
                root,
                TokenDraft.to(alice.publicKey(), "alice", "person")
                        .between(NOON, NOON.plusSeconds(600))
                        .grant("note.*", EffectLevel.MUTATE));
        try (Cnv gateway = runtime("gateway", gatewayKey, Trust.of(root.publicKey()), folder);
                Cnv worker = runtime(
                        "worker",
                        workerKey,
                        Trust.NONE.withCertificateIssuer("gateway", gatewayKey.publicKey()),
                        folder)) {
            byte[] sent =
                    TravellingProof.verifyHere(gateway.open(new Credential.Held(chain, alice)));
            byte[] receipt = TravellingProof.runThere(worker, sent);
            var held = assertInstanceOf(
                    SignedReceipt.Checked.Held.class,
                    SignedReceipt.of(receipt).check(List.of(workerKey.publicKey())));
            assertEquals("completed", held.claims().status());
            assertEquals("alice", held.claims().caller().agent());
            var again = assertThrows(
                    CallRefusedException.class, () -> TravellingProof.runThere(worker, sent));
            assertEquals(Reason.CERTIFICATE_USED, again.denial().reason());
        }
    }
}
