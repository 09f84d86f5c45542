package dev.cnv.processor.diagnostic;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.Diagnostic;

/**
 * The catalogue of everything the processor has to say. Numbers are never used again for something
 * else; docs/errors.md has a row for each.
 */
public enum Code {
    /** A capability id is not two to eight dotted segments. */
    MALFORMED_ID(101),
    /** Two verbs of one compilation have one id. */
    DUPLICATE_ID(102),
    /** A version is not major.minor.patch. */
    MALFORMED_VERSION(103),
    /** An id in requires, equivalentTo, dominates or replacedBy is malformed. */
    MALFORMED_REFERENCE(104),
    /** A verb names itself in requires, equivalentTo, dominates or replacedBy. */
    SELF_REFERENCE(105),
    /** A verb that is not deprecated names a replacement. */
    REPLACEMENT_WITHOUT_DEPRECATION(106),
    /** Two generated names are the same, or one is taken. */
    NAME_CLASH(107),

    /** The handler or its class is private. */
    HANDLER_PRIVATE(111),
    /** The handler has no body, or is in an interface. */
    HANDLER_ABSTRACT(112),
    /** The handler or its class has type parameters. */
    HANDLER_GENERIC(113),
    /** The handler takes a variable number of arguments. */
    HANDLER_VARARGS(114),
    /** The handler's class is an inner class. */
    HANDLER_INNER(115),
    /** Effects, Contract or Param stand on something that is no verb. */
    STRAY_ANNOTATION(116),

    /** A verb has no effects annotation. */
    MISSING_EFFECTS(201),
    /** The set of effects is empty. */
    NO_EFFECT(202),
    /** READ_ONLY stands beside a mutating effect. */
    CONTRADICTORY_EFFECTS(203),
    /** A dry run is offered for a verb that only reads. */
    DRY_RUN_OF_READ(204),

    /** The verb's code does something that it does not declare. */
    UNDECLARED_EFFECT(211),
    /** A verb declares an effect that its code cannot have. */
    IMPOSSIBLE_EFFECT(212, Diagnostic.Kind.WARNING),
    /** The verb's code calls code of which nothing is known. */
    UNKNOWN_CODE(213),
    /** A method does more than what is vouched for the method that it overrides. */
    BOUND_EXCEEDED(214),
    /** The file of effects cannot be understood. */
    MALFORMED_EFFECTS_FILE(215),
    /** An annotation that speaks to the analysis has no reason, no such code, or no use. */
    MALFORMED_MARK(216),
    /** The code of a fast verb allocates. */
    FAST_PATH_ALLOCATES(221),
    /** The code of a fast verb waits. */
    FAST_PATH_BLOCKS(222),
    /** The code of a fast verb has a loop or a recursion whose end cannot be seen. */
    FAST_PATH_LOOPS(223),
    /** Code calls a verb's method itself, without the kernel. */
    DIRECT_CALL(231),
    /** A sensitive value is logged. */
    SENSITIVE_LOGGED(241),
    /** A sensitive value is put into an exception. */
    SENSITIVE_IN_EXCEPTION(242),
    /** A sensitive value is returned. */
    SENSITIVE_RETURNED(243),

    /** A text is no positive duration. */
    MALFORMED_DURATION(301),
    /** A deadline is shorter than the duration class's maximum. */
    DEADLINE_TOO_SHORT(302),
    /** A deadline's members contradict its kind. */
    CONTRADICTORY_DEADLINE(303),
    /** A retry's members contradict its kind. */
    CONTRADICTORY_RETRY(304),
    /** A verb that changes something and is not idempotent is tried again. */
    RETRY_NOT_IDEMPOTENT(305),
    /** A concurrency's members contradict its kind. */
    CONTRADICTORY_CONCURRENCY(306),
    /** A timeout is longer than the duration class's maximum. */
    TIMEOUT_TOO_LONG(307),
    /** A limit is neither positive nor "none". */
    MALFORMED_LIMIT(308),
    /** The set of phases is empty. */
    NO_PHASE(309),
    /** All phases are named. */
    EVERY_PHASE(310),
    /** A phase is named twice. */
    PHASE_TWICE(311),

    /** A parameter's type is not supported. */
    UNSUPPORTED_TYPE(401),
    /** Generated code cannot reach a parameter's or result's type. */
    INACCESSIBLE_TYPE(402),
    /** A record contains itself. */
    RECURSIVE_RECORD(403),
    /** A parameter's name has another form. */
    MALFORMED_NAME(404),
    /** Two parameters have one name. */
    DUPLICATE_NAME(405),
    /** A flag is no letter, reserved or taken. */
    FLAG_CLASH(406),
    /** Requires or conflicts name something that is no other parameter, or contradict each other. */
    UNKNOWN_PARAMETER(407),
    /** A rule stands on a type that it does not fit. */
    RULE_MISFIT(408),
    /** A rule's text is not a value of the parameter's type. */
    MALFORMED_RULE(409),
    /** No value can satisfy the rules. */
    EMPTY_RANGE(410),
    /** A pattern is no regular expression. */
    INVALID_PATTERN(411),
    /** A default is not a value of the parameter's type. */
    MALFORMED_DEFAULT(412),
    /** A default breaks the parameter's own rules. */
    DEFAULT_BREAKS_RULE(413),
    /** A default stands on a parameter that cannot have one. */
    DEFAULT_MISFIT(414),
    /** The name of an environment variable is malformed. */
    MALFORMED_ENVIRONMENT(415),

    /** A handler takes the certificate of another verb. */
    CERTIFICATE_OF_OTHER_VERB(421),
    /** A handler takes a certificate of another stage than Verified. */
    CERTIFICATE_OF_OTHER_STAGE(422),
    /** A handler takes its certificate at another place than the first. */
    CERTIFICATE_NOT_FIRST(423),

    /** A handler's result type is not supported. */
    UNSUPPORTED_RESULT(501),

    /** A verb requires a capability that does not exist. */
    UNSATISFIABLE_REQUIREMENT(601),
    /** Verbs require each other in a circle. */
    REQUIREMENT_CYCLE(602),
    /** A verb can never run, because something that it requires cannot. */
    DEAD_CAPABILITY(603, Diagnostic.Kind.WARNING),
    /** A verb says that it stands in for another, and cannot. */
    FALSE_DOMINANCE(604),
    /** A verb says that it equals another with other schemas. */
    FALSE_EQUIVALENCE(605),
    /** A caller who may only read reaches a change, against the module's or package's claim. */
    ISOLATION_BROKEN(606),

    /** A parameter or the result of a fast verb cannot lie in a frame. */
    FRAME_MISFIT(701, Diagnostic.Kind.NOTE),
    /** The arguments of a fast verb do not fit a frame. */
    FRAME_OVERFLOW(702, Diagnostic.Kind.NOTE),
    /** The handler of a fast verb takes its certificate, which no frame has. */
    FRAME_WITHOUT_PROOF(703, Diagnostic.Kind.NOTE),
    /** Code that dispatches frames would be too large to be compiled at run time. */
    DISPATCH_TOO_LARGE(704),

    /** A named module does not provide its generated verbs as a service. */
    SERVICE_NOT_PROVIDED(901, Diagnostic.Kind.NOTE),
    /** A generated file could not be written. */
    FILE_NOT_WRITTEN(902),
    /** The compiler does not show bodies: the analysis is off. */
    ANALYSIS_OFF(911, Diagnostic.Kind.NOTE),
    /** The compiler did not resolve a class in time for the analysis. */
    NOT_ATTRIBUTED(912),
    /** An option of the processor cannot be understood. */
    MALFORMED_OPTION(913),
    /** A class says that the processor wrote it, which does not run. */
    NOT_GENERATED_HERE(914),
    /** The processor itself failed. */
    INTERNAL_ERROR(999);

    private final int number;
    private final Diagnostic.Kind kind;

    Code(int number) {
        this(number, Diagnostic.Kind.ERROR);
    }

    Code(int number, Diagnostic.Kind kind) {
        this.number = number;
        this.kind = kind;
    }

    /** {@return the stable name, for example {@code CNV-101}} */
    public String label() {
        return String.format(Locale.ROOT, "CNV-%03d", number);
    }

    /** {@return the code of a label} */
    public static Optional<Code> of(String label) {
        return Stream.of(values()).filter(code -> code.label().equals(label)).findFirst();
    }

    /** {@return whether it is a finding of the analysis, which can be silenced or made less} */
    public boolean adjustable() {
        return (number > 210
                        && number < 300
                        && this != MALFORMED_EFFECTS_FILE
                        && this != MALFORMED_MARK)
                || number / 100 == 6;
    }

    /** {@return how serious it is} */
    public Diagnostic.Kind kind() {
        return kind;
    }
}
