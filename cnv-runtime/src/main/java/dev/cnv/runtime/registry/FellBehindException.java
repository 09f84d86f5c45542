package dev.cnv.runtime.registry;

import java.io.Serial;

/**
 * A subscriber was so slow that changes it has not seen are remembered no more. Take a {@link
 * DelegationView#snapshot}, and subscribe again from its sequence.
 */
public final class FellBehindException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    FellBehindException(ChangePage.FellBehind page) {
        super("sequence=" + page.asked() + " is remembered no more, oldest=" + page.oldest()
                + ": take a snapshot and subscribe from its sequence");
    }
}
