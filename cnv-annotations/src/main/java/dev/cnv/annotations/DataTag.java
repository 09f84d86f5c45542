package dev.cnv.annotations;

/** A kind of data that a verb handles and that rules or the law treat in a special way. */
public enum DataTag {
    /** Data about an identifiable person. */
    PII,
    /** Money, accounts, payments. */
    FINANCIAL,
    /** Data about a person's health. */
    HEALTH_DATA,
    /** Values whose disclosure is a breach in itself. */
    SECRETS,
    /** Passwords, keys, tokens. */
    CREDENTIALS
}
