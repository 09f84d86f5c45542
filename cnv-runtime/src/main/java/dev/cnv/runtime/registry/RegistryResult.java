package dev.cnv.runtime.registry;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.outcome.Denial;
import java.util.List;

/** What a change of the registry came to. */
public sealed interface RegistryResult {

    /**
     * The change is in the ledger and holds.
     *
     * @param tokens the digests of the tokens that it is about
     * @param next the sequence behind it
     */
    record Changed(List<Digest> tokens, long next) implements RegistryResult {
        /** Copies the list. */
        public Changed {
            tokens = List.copyOf(tokens);
        }
    }

    /** All of it was so before; nothing was written. */
    record Unchanged() implements RegistryResult {}

    /**
     * Nothing was changed.
     *
     * @param denial why
     */
    record Refused(Denial denial) implements RegistryResult {}
}
