package dev.cnv.tool;

import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Revocation;
import dev.cnv.runtime.delegation.RevocationList;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.VerbRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;

/** A signed revocation list in a file. */
final class RevocationFile {

    private static final int MAX_BYTES = 256 * 1024;

    private RevocationFile() {}

    /**
     * A list that was written.
     *
     * @param list the file
     * @param version the list's version
     * @param issuer the id of the key that signed it
     * @param tokens the ids of all tokens that it revokes
     */
    record Revoked(String list, long version, String issuer, List<String> tokens) {}

    /** Puts the next version of a list in its place. */
    static Revoked extend(Path file, SigningKey key, Instant now, Revocation revocation) {
        RevocationList next = Files.exists(file)
                ? read(file).next(key, now, List.of(revocation))
                : RevocationList.first(key, now, List.of(revocation));
        replace(file, next.bytes());
        return new Revoked(
                file.toString(),
                next.version(),
                next.issuer().id().hex(),
                next.entries().keySet().stream().map(Digest::hex).toList());
    }

    /** A list whose signature holds. */
    static RevocationList read(Path file) {
        try {
            return RevocationList.parse(InputFiles.bytes(file, MAX_BYTES));
        } catch (CborRefusedException e) {
            throw refused("list=" + file + " is no signed revocation list: " + e.getMessage());
        }
    }

    /** Nobody sees half a list: it is written beside the old one and takes its name. */
    private static void replace(Path file, byte[] bytes) {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(
                    beside,
                    bytes,
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.SYNC);
            Files.move(
                    beside,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw refused("list=" + file + " cannot be written: " + e);
        }
    }

    private static VerbRefusedException refused(String why) {
        return new VerbRefusedException(Denial.of(Reason.PARAMETER_MALFORMED, why));
    }
}
