package dev.cnv.tests;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.policy.PolicyEngine;
import dev.cnv.runtime.policy.PolicyRequest;
import dev.cnv.runtime.policy.PolicyVerdict;

/** A policy engine that fails. */
final class ThrowingEngine implements PolicyEngine {

    @Override
    public String name() {
        return "throwing";
    }

    @Override
    public Digest policy() {
        return Digest.of("throwing");
    }

    @Override
    public PolicyVerdict evaluate(PolicyRequest request) {
        throw new IllegalStateException("no verdict");
    }
}
