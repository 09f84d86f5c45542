package dev.cnv.audit.query;

import java.util.Locale;

/** What events can be chosen by, besides time and index. An event that lacks it is not chosen. */
public enum EventField {
    /** The name of the event's type, such as {@code policy-decision}. */
    TYPE,
    /** Who made it happen. */
    AGENT,
    /** Whose data and quotas it touches. */
    TENANT,
    /** The verb's path, or a pattern of paths such as {@code file.**}. */
    CAPABILITY,
    /** The id shared by all calls of one request. */
    CORRELATION,
    /** What a policy decision says: {@code permitted} or {@code denied}. */
    DECISION,
    /** How bad a security violation is. */
    SEVERITY,
    /** The code of the reason why a call was denied or failed. */
    REASON,
    /** How an invocation ended. */
    STATUS,
    /** The id of the call that an event belongs to. */
    INVOCATION;

    /** The type that has a {@link #DECISION}. */
    static final String DECISION_TYPE = "policy-decision";

    /** The {@link #DECISION} that a verb may run. */
    public static final String PERMITTED = "permitted";

    /** The {@link #DECISION} that it may not. */
    public static final String DENIED = "denied";

    private final String word = name().toLowerCase(Locale.ROOT);

    /** {@return the name on the command line and in the index} */
    public String word() {
        return word;
    }
}
