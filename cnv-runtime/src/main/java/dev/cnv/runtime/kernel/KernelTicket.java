package dev.cnv.runtime.kernel;

import dev.cnv.runtime.lift.LiftTicket;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The leave to put one grant into one table. It is genuine when its seal is the very object that the
 * kernel keeps; a record for the reason that {@link KernelProof} is one.
 *
 * @param seal the kernel's seal
 * @param lift what was lifted
 * @param spent whether the leave was used
 */
public record KernelTicket(
        @Nullable Object seal,
        @Nullable Object lift,
        @Nullable AtomicBoolean spent) implements LiftTicket {

    @Override
    public String toString() {
        return "LiftTicket[spent=" + spent + "]";
    }
}
