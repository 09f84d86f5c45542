package dev.cnv.runtime.contract;

import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.identity.QualityOfService;
import dev.cnv.runtime.identity.TenantId;
import java.time.Duration;
import java.util.Optional;

/**
 * A call that asks to begin.
 *
 * @param verb a registered verb; the contract that counts is the registered one
 * @param tenant whose permits it takes
 * @param qualityOfService who goes first, who is shed first, and who waits whatever the queue's
 *     length
 * @param arrivedNanos the reading of {@link dev.cnv.runtime.time.Time#nanos} when the caller asked;
 *     deadlines count from it
 * @param timeAllowed the caller's own hard deadline, counted from the arrival
 */
public record AdmissionRequest(
        VerbDescriptor verb,
        TenantId tenant,
        QualityOfService qualityOfService,
        long arrivedNanos,
        Optional<Duration> timeAllowed) {}
