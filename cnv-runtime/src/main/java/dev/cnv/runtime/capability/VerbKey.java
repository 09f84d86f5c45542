package dev.cnv.runtime.capability;

/**
 * A capability with the types of its input and result, for typed calls. Generated code has one
 * constant of it per verb.
 *
 * @param id the capability
 * @param <I> the verb's input record
 * @param <R> what the verb returns; {@link Void} for nothing
 */
@SuppressWarnings("UnusedTypeParameter") // They type the call, not the key.
public record VerbKey<I, R>(CapabilityId id) {

    /**
     * A key.
     *
     * @param path the capability's path
     * @param <I> the verb's input record
     * @param <R> what the verb returns
     * @return the key
     * @throws IllegalArgumentException when the path is malformed
     */
    public static <I, R> VerbKey<I, R> of(String path) {
        return new VerbKey<>(new CapabilityId(path));
    }
}
