package dev.cnv.runtime.contract;

/** Admits and runs calls as their contracts say. Skeleton; its author replaces it. */
public final class ContractEngine {

    private ContractEngine() {}
}
