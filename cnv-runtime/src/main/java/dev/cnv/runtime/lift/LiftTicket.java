package dev.cnv.runtime.lift;

import dev.cnv.runtime.kernel.KernelTicket;

/**
 * The kernel's leave to put one grant into one table, once. It shows nothing: {@link Lifts#redeem} says
 * what it is for. Sealed: only the kernel makes them.
 */
public sealed interface LiftTicket permits KernelTicket {}
