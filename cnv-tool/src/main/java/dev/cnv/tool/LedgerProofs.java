package dev.cnv.tool;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;
import dev.cnv.runtime.crypto.KeyFile;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.VerbRefusedException;
import dev.cnv.runtime.time.SystemTime;
import dev.cnv.runtime.tlog.InclusionProof;
import dev.cnv.runtime.tlog.LogProof;
import dev.cnv.runtime.tlog.LogPublisher;
import dev.cnv.runtime.tlog.LogPublisher.Publishing;
import dev.cnv.runtime.tlog.LogTrust;
import dev.cnv.runtime.tlog.NoteKey;
import dev.cnv.runtime.tlog.NoteSigner;
import dev.cnv.runtime.tlog.ProofVerdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Signed checkpoints of a ledger, and proofs that a record is in it, for people who have neither the
 * ledger nor CNV: the formats are those of C2SP transparency logs.
 */
public final class LedgerProofs {

    private static final String USUAL_FOLDER = ".cnv/ledger";
    private static final int MAX_KEYS_BYTES = 64 * 1024;
    private static final int MAX_LINE_BYTES = 65_535;

    /**
     * A signed checkpoint.
     *
     * @param origin the log's name
     * @param size how many records it is over
     * @param root the root of the tree over them
     * @param folder where the entries, the tiles and the checkpoint lie
     * @param keys the keys that signed, as whoever checks a proof needs them
     */
    public record Signed(String origin, long size, String root, String folder, List<String> keys) {}

    /**
     * A proof.
     *
     * @param index which record it is about
     * @param size how many records the checkpoint in it is over
     * @param proof the file with the proof and the checkpoint
     * @param line the file with the record's line
     */
    public record Proved(long index, long size, String proof, String line) {}

    /**
     * A proof that holds.
     *
     * @param verdict that it does
     * @param origin the log's name
     * @param index which record it is about
     * @param line the record
     */
    public record Held(String verdict, String origin, long index, String line) {}

    /**
     * Brings the public files of a ledger up to date, and signs a checkpoint over every record that is on
     * disk. The ledger must not be in use. Refuses to sign what disagrees with what was signed before.
     *
     * @param dir the ledger's folder
     * @param key the secret key that signs; one of suite BOTH signs with Ed25519 and ML-DSA-44
     * @param origin the log's name: a name that only you give, such as example.com/ledger
     * @param passphraseFile holds the passphrase of a secret key in PKCS#12
     * @return the checkpoint
     */
    @Capability(id = "cnv.ledger.checkpoint")
    @Effects({Effect.STORAGE_WRITE, Effect.MUTATE_STATE})
    @Contract(duration = DurationClass.BATCH)
    public Signed checkpoint(
            @Param(flag = 'd', env = "CNV_LEDGER", defaultValue = USUAL_FOLDER) Path dir,
            @Param(flag = 'k') Path key,
            @Param(flag = 'o', minLength = 1, maxLength = 200) String origin,
            @Param(env = "CNV_PASSPHRASE_FILE") Optional<Path> passphraseFile)
            throws IOException {
        SigningKey secret = InputFiles.secret(key, passphrase(passphraseFile));
        List<NoteSigner> signers = NoteSigner.forLog(origin, secret);
        try (SystemTime time = new SystemTime(Clock.systemUTC());
                FileLedger ledger = FileLedger.open(InputFiles.ledger(dir), time)) {
            LogPublisher publisher = ledger.log(dir, origin, signers, time);
            return switch (publisher.publish()) {
                case Publishing.Published published ->
                    new Signed(
                            published.checkpoint().origin(),
                            published.checkpoint().size(),
                            published.checkpoint().root().hex(),
                            dir.resolve("tlog").toString(),
                            signers.stream().map(signer -> signer.key().text()).toList());
                case Publishing.Refused refused -> throw refused(refused.message());
            };
        }
    }

    /**
     * Writes a proof that a record is in a ledger, as of the checkpoint that was signed last, and the
     * record itself. Whoever has both files and the log's keys can check them without the ledger.
     *
     * @param dir the ledger's folder
     * @param index which record
     * @param key the secret key that signed the checkpoint
     * @param origin the log's name
     * @param out the proof's file, which must not exist; the record goes beside it, in a file that ends in
     *     .line
     * @param passphraseFile holds the passphrase of a secret key in PKCS#12
     * @return what was written
     */
    @Capability(id = "cnv.ledger.prove")
    @Effects({Effect.STORAGE_WRITE, Effect.MUTATE_STATE})
    @Contract(duration = DurationClass.BATCH)
    public Proved prove(
            @Param(flag = 'd', env = "CNV_LEDGER", defaultValue = USUAL_FOLDER) Path dir,
            @Param(flag = 'i', min = "0") long index,
            @Param(flag = 'k') Path key,
            @Param(flag = 'o', minLength = 1, maxLength = 200) String origin,
            @Param(flag = 'f') Path out,
            @Param(env = "CNV_PASSPHRASE_FILE") Optional<Path> passphraseFile)
            throws IOException {
        SigningKey secret = InputFiles.secret(key, passphrase(passphraseFile));
        try (SystemTime time = new SystemTime(Clock.systemUTC());
                FileLedger ledger = FileLedger.open(InputFiles.ledger(dir), time)) {
            LogPublisher publisher =
                    ledger.log(dir, origin, NoteSigner.forLog(origin, secret), time);
            long size = publisher.reader().size();
            if (index >= size) {
                throw refused("index=" + index + " is not before size=" + size
                        + " of the checkpoint that was signed last; sign one with cnv ledger"
                        + " checkpoint");
            }
            InclusionProof proof = publisher.reader().inclusion(index);
            LogProof bundle = LogProof.of(proof, publisher.note().orElseThrow());
            Path line = out.resolveSibling(out.getFileName() + ".line");
            InputFiles.writeNew(out, new String(bundle.bytes(), StandardCharsets.UTF_8));
            InputFiles.writeNew(
                    line, new String(publisher.reader().entry(index), StandardCharsets.UTF_8));
            return new Proved(index, size, out.toString(), line.toString());
        }
    }

    /**
     * Checks a proof that a record is in a ledger. Needs no ledger: the checkpoint's signatures, then the
     * record's place in its tree. Ends with status 3 when it does not hold.
     *
     * @param proof the proof's file
     * @param line the file with the record's line
     * @param origin the log's name
     * @param keys a file with the log's keys, one a line, as {@code cnv ledger checkpoint} shows them; all
     *     of them must have signed
     * @return what holds
     */
    @Capability(id = "cnv.ledger.proof.verify")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, idempotent = true)
    public Held verifyProof(
            @Param(flag = 'f') Path proof,
            @Param(flag = 'l') Path line,
            @Param(flag = 'o', minLength = 1, maxLength = 200) String origin,
            @Param(flag = 't') Path keys) {
        List<NoteKey> trusted;
        LogProof bundle;
        try {
            trusted = InputFiles.text(keys, MAX_KEYS_BYTES)
                    .lines()
                    .filter(text -> !text.isBlank())
                    .map(text -> NoteKey.parse(text.strip()))
                    .toList();
            bundle = LogProof.parse(InputFiles.bytes(proof, LogProof.MAX_BYTES));
        } catch (IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
        byte[] entry = InputFiles.bytes(line, MAX_LINE_BYTES);
        return switch (bundle.check(LogTrust.of(origin, trusted), entry)) {
            case ProofVerdict.Holds _ ->
                new Held(
                        "the record is in the log",
                        origin,
                        bundle.index(),
                        new String(entry, StandardCharsets.UTF_8));
            case ProofVerdict.Refused refused -> throw refused(refused.message());
        };
    }

    private static Optional<String> passphrase(Optional<Path> file) throws IOException {
        return file.isPresent()
                ? Optional.of(String.valueOf(KeyFile.readPassphrase(file.get())))
                : Optional.empty();
    }

    private static VerbRefusedException refused(String why) {
        return new VerbRefusedException(Denial.of(Reason.RECEIPT_UNTRUSTED, why));
    }
}
