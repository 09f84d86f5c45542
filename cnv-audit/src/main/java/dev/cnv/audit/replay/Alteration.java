package dev.cnv.audit.replay;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.CapabilityPattern;
import dev.cnv.runtime.policy.PolicySet;
import java.time.Instant;

/**
 * Something that could have been otherwise when decisions were made. Those besides {@link OtherPolicy} can
 * only turn away what was let go on. What a caller would have done instead is not looked at: it asks for
 * what it asked for, when it did.
 */
public sealed interface Alteration {

    /**
     * Another policy decides.
     *
     * @param rules its rules
     */
    record OtherPolicy(PolicySet rules) implements Alteration {}

    /**
     * A token was revoked by then, and with it all that descends from it.
     *
     * @param token its digest
     * @param since from when on; a call decided about at this time is refused
     */
    record TokenRevoked(Digest token, Instant since) implements Alteration {}

    /**
     * Verbs could not be called, and so nothing from within them. What requires such a verb is not looked
     * at: the ledger does not say what does.
     *
     * @param verbs which
     */
    record CapabilityRemoved(CapabilityPattern verbs) implements Alteration {}

    /**
     * A verb began at most so often within any second. It counts from the beginning of what is replayed on,
     * in the ledger's order and by the times in it; a call that is turned away counts for nothing. A call
     * that must succeed would wait when it has no turn, which cannot be known, and neither can what follows
     * it until a second has gone by without one.
     *
     * @param verb the verb
     * @param perSecond how often, 1 or more
     */
    record LowerRate(CapabilityId verb, int perSecond) implements Alteration {

        /**
         * Checks the number.
         *
         * @throws IllegalArgumentException when it is less than 1
         */
        public LowerRate {
            requirePositive("perSecond", perSecond);
        }
    }

    /**
     * A verb ran at most so often at the same time. A call that was decided about while fewer ran, by the
     * order of the ledger's records and for all tenants together, goes on; whether another one would have
     * waited or been turned away cannot be known.
     *
     * @param verb the verb
     * @param permits how often, 1 or more
     */
    record LowerConcurrency(CapabilityId verb, int permits) implements Alteration {

        /**
         * Checks the number.
         *
         * @throws IllegalArgumentException when it is less than 1
         */
        public LowerConcurrency {
            requirePositive("permits", permits);
        }
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + "=" + value + " is not positive");
        }
    }
}
