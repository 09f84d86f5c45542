package dev.cnv.processor.diagnostic;

/**
 * Something that the developer has to change.
 *
 * @param code what kind of problem
 * @param site where it is
 * @param what what is wrong, with the values, without a full stop
 * @param fix what to change, without a full stop
 */
public record Problem(Code code, Site site, String what, String fix) {

    /** {@return the line that the developer reads} */
    public String message() {
        return "[" + code.label() + "] " + what + "; " + fix;
    }
}
