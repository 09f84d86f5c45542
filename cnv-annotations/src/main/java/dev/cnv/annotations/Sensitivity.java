package dev.cnv.annotations;

/** How much harm a wrong call of a verb can do. Ordered: a later constant is more sensitive. */
public enum Sensitivity {
    /** A wrong call is a nuisance. */
    LOW,
    /** A wrong call costs work to put right. */
    MEDIUM,
    /** A wrong call hurts a customer or the business. */
    HIGH,
    /** A wrong call cannot be put right. */
    CRITICAL
}
