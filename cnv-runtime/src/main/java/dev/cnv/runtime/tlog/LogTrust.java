package dev.cnv.runtime.tlog;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whose word counts about a log: the keys that must all have signed its checkpoints, and how many of
 * which witnesses.
 *
 * <p>Each of the log's keys must have signed, so that a checkpoint cannot do without the signature that
 * resists quantum computers. A witness is a name; it counts once, when a signature of one of its keys
 * holds. A signature by a known key that does not hold refuses the whole note.
 *
 * @param origin the log's origin
 * @param logKeys the log's keys, at least one
 * @param witnesses the witnesses' keys
 * @param witnessCount how many witnesses must have signed, 0 to the number of their names
 */
public record LogTrust(
        String origin, List<NoteKey> logKeys, List<NoteKey> witnesses, int witnessCount) {

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException when the log has no key, a witness has a plain signature's key,
     *     or more witnesses must sign than there are
     */
    public LogTrust {
        logKeys = List.copyOf(logKeys);
        witnesses = List.copyOf(witnesses);
        NoteKey.requireName(origin);
        if (logKeys.isEmpty()) {
            throw new IllegalArgumentException("logKeys=[] of origin=" + origin + " trusts nobody");
        }
        if (witnesses.stream().anyMatch(each -> !each.type().isTimed())) {
            throw new IllegalArgumentException(
                    "a witness of origin=" + origin + " has a key that makes no cosignatures");
        }
        long names = witnesses.stream().map(NoteKey::name).distinct().count();
        if (witnessCount < 0 || witnessCount > names) {
            throw new IllegalArgumentException(
                    "witnessCount=" + witnessCount + " is not 0 to " + names);
        }
    }

    /**
     * Trust in a log without witnesses.
     *
     * @param origin the log's origin
     * @param logKeys the log's keys, which must all have signed
     * @return the trust
     */
    public static LogTrust of(String origin, List<NoteKey> logKeys) {
        return new LogTrust(origin, logKeys, List.of(), 0);
    }

    /** What checking a note comes to. */
    public sealed interface Checked {

        /**
         * All that must sign have signed.
         *
         * @param checkpoint the checkpoint
         * @param witnesses the names of the witnesses that have signed it
         */
        record Held(Checkpoint checkpoint, Set<String> witnesses) implements Checked {}

        /**
         * It is not what it should be.
         *
         * @param fault why
         * @param message the same in words
         */
        record Refused(LogFault fault, String message) implements Checked {}
    }

    /**
     * Checks who has signed a note, and only then reads it.
     *
     * @param note the note
     * @return its checkpoint, or why it does not count; nothing is thrown
     */
    public Checked check(SignedNote note) {
        Checkpoint checkpoint;
        try {
            checkpoint = Checkpoint.parse(note.text());
        } catch (NoteRefusedException e) {
            return new Checked.Refused(LogFault.MALFORMED, String.valueOf(e.getMessage()));
        }
        if (!checkpoint.origin().equals(origin)) {
            return new Checked.Refused(
                    LogFault.ORIGIN_OTHER,
                    "the checkpoint is of origin=" + checkpoint.origin() + ", not of " + origin);
        }
        return checkSignatures(note, checkpoint);
    }

    private Checked checkSignatures(SignedNote note, Checkpoint checkpoint) {
        List<NoteKey> all = new ArrayList<>(logKeys);
        all.addAll(witnesses);
        Set<NoteKey> signed = new HashSet<>();
        for (NoteSignature line : note.signatures()) {
            for (NoteKey key : all) {
                if (line.isSaidToBeOf(key)) {
                    if (!SignedBytes.holds(key, checkpoint, line)) {
                        return new Checked.Refused(
                                LogFault.SIGNATURE_INVALID,
                                "the signature by key=" + key.name() + " type=" + key.type()
                                        + " does not hold");
                    }
                    signed.add(key);
                }
            }
        }
        return counted(checkpoint, signed);
    }

    private Checked counted(Checkpoint checkpoint, Set<NoteKey> signed) {
        for (NoteKey key : logKeys) {
            if (!signed.contains(key)) {
                return new Checked.Refused(
                        LogFault.SIGNATURE_MISSING,
                        "key=" + key.name() + " type=" + key.type() + " has not signed");
            }
        }
        Set<String> names = new HashSet<>();
        witnesses.stream().filter(signed::contains).map(NoteKey::name).forEach(names::add);
        return names.size() >= witnessCount
                ? new Checked.Held(checkpoint, Set.copyOf(names))
                : new Checked.Refused(
                        LogFault.WITNESSES_MISSING,
                        "witnesses=" + names.size() + " have signed, fewer than " + witnessCount);
    }
}
