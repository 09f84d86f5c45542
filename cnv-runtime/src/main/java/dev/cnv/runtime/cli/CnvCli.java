package dev.cnv.runtime.cli;

/** The command line of an application. Skeleton; its author replaces it. */
public final class CnvCli {

    private CnvCli() {}
}
