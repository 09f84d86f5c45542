package dev.cnv.tool;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.CredentialFile;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.VerbRefusedException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Optional;

/** Credentials in files: a chain together with the secret key of its last holder. */
public final class TokenCredentials {

    /**
     * A credential that was written.
     *
     * @param file where it is; a secret, which only its owner may read
     * @param chain the chain's digest
     * @param links how many links the chain has
     */
    public record Written(String file, String chain, int links) {}

    /**
     * Puts a chain and its holder's key into one file, with which a caller calls: for --token of an
     * application, and for --credential of cnv call. The file is a secret.
     *
     * @param file the chain
     * @param key the secret key of the chain's last holder, a key file
     * @param passphrase the passphrase of the key file, when it has one
     * @param out the new file, which only its owner may read
     * @return what was written
     * @throws IOException when it cannot be written
     */
    @Capability(id = "cnv.token.credential")
    @Effects({Effect.MUTATE_SECURITY, Effect.STORAGE_WRITE})
    @Contract(duration = DurationClass.USER_INITIATED)
    public Written credential(
            @Param(flag = 'f') Path file,
            @Param(flag = 'k') Path key,
            @Param(sensitive = true) Optional<String> passphrase,
            @Param(flag = 'o') Path out)
            throws IOException {
        Chain chain = TokenFiles.chain(file);
        SigningKey holder = InputFiles.secret(key, passphrase);
        if (!chain.untrustedTokens().getLast().holder().equals(holder.publicKey())) {
            throw refused("key=" + key + " is not the key of the last holder of file=" + file);
        }
        try {
            CredentialFile.write(out, new Credential.Held(chain, holder));
        } catch (FileAlreadyExistsException _) {
            throw refused("out=" + out + " exists: name a new file");
        }
        return new Written(
                out.toString(), chain.digest().hex(), chain.tokenDigests().size());
    }

    private static VerbRefusedException refused(String why) {
        return new VerbRefusedException(Denial.of(Reason.PARAMETER_MALFORMED, why));
    }
}
