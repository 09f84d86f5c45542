/**
 * What a verb is: ids, effects, parameter types, contract terms. Plain immutable data.
 *
 * <p>{@link dev.cnv.runtime.capability.CapabilityId} names a verb, {@link
 * dev.cnv.runtime.capability.VerbDescriptor} has all that is known of it, {@link
 * dev.cnv.runtime.capability.EffectLevel} says how far its effects may reach.
 */
package dev.cnv.runtime.capability;
