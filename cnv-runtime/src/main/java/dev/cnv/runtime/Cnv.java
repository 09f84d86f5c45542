package dev.cnv.runtime;

/** A runtime. Skeleton; the kernel's author replaces it. */
public final class Cnv {

    private Cnv() {}
}
