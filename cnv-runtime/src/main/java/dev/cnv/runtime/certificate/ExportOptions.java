package dev.cnv.runtime.certificate;

import dev.cnv.runtime.identity.RuntimeName;

/**
 * How a certificate is exported.
 *
 * @param audience the one runtime that may accept it
 * @param withArguments whether it carries the arguments themselves, readable by whoever gets it;
 *     otherwise it has their digest only, and whoever accepts it must have the arguments already
 */
public record ExportOptions(RuntimeName audience, boolean withArguments) {

    /**
     * An export with the digest of the arguments only.
     *
     * @param audience the name of the one runtime that may accept it
     * @return the options
     * @throws IllegalArgumentException when the name is malformed
     */
    public static ExportOptions to(String audience) {
        return new ExportOptions(new RuntimeName(audience), false);
    }

    /** {@return these options for a certificate that carries the arguments} */
    public ExportOptions carryingArguments() {
        return new ExportOptions(audience, true);
    }
}
