package dev.cnv.runtime.tlog;

/** Why a log, a checkpoint or a proof is refused. The names are stable; none is used again. */
public enum LogFault {
    /** The bytes have not the form of their format, or are beyond a limit of it. */
    MALFORMED,
    /** The entry's index is not below the size of the tree. */
    INDEX_OUTSIDE_TREE,
    /** The proof is of an entry at another index. */
    INDEX_OTHER,
    /** The proof has more or fewer hashes than its tree asks for. */
    PROOF_LENGTH,
    /** The proof leads to another root. */
    ROOT_MISMATCH,
    /** The older tree is said to be larger than the newer one. */
    SIZE_ORDER,
    /** The checkpoint, or the receipt, is one of another log. */
    ORIGIN_OTHER,
    /** A key that must have signed has not. */
    SIGNATURE_MISSING,
    /** A signature by a known key does not hold. */
    SIGNATURE_INVALID,
    /** Fewer witnesses have signed than are asked for. */
    WITNESSES_MISSING,
    /** A tile, a bundle or a file of state is missing. */
    MISSING,
    /** What is stored is something else than what the entries give. */
    DISAGREES,
    /** A checkpoint of a smaller size than the last signed one is asked for. */
    SMALLER_THAN_SIGNED,
    /** Another root than the signed one is asked for, at the same size. */
    OTHER_ROOT_AT_SIZE,
    /** The last signed checkpoint is not shown to be a beginning of the new one. */
    NOT_CONSISTENT,
    /** The record of the last signed checkpoint is older than a published checkpoint. */
    STATE_ROLLED_BACK
}
