package dev.cnv.runtime.tlog;

import dev.cnv.runtime.crypto.SignatureSuite;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.time.VirtualTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Keys of fixed secrets, and a log's parts made of them. */
final class Keys {

    static final String ORIGIN = "example.com/log";
    static final Instant NOW = Instant.ofEpochSecond(1_767_225_600);

    private Keys() {}

    static SigningKey key(SignatureSuite suite, int fill) {
        byte[] secret = new byte[suite.secretKeyBytes()];
        Arrays.fill(secret, (byte) fill);
        return SigningKey.ofRawSecretKey(suite, secret);
    }

    static List<NoteSigner> log(int fill) {
        return NoteSigner.forLog(ORIGIN, key(SignatureSuite.ED25519_ML_DSA_44, fill));
    }

    static List<NoteKey> publicKeys(List<NoteSigner> signers) {
        return signers.stream().map(NoteSigner::key).toList();
    }

    static VirtualTime time() {
        return new VirtualTime(NOW);
    }

    static LogTrust trust(int fill) {
        return LogTrust.of(ORIGIN, publicKeys(log(fill)));
    }

    static SignedNote note(Checkpoint checkpoint, List<NoteSigner> signers) {
        return new SignedNote(
                checkpoint.text(),
                signers.stream()
                        .map(each -> each.sign(checkpoint, NOW.getEpochSecond()))
                        .toList());
    }
}
