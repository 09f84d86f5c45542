package dev.cnv.processor.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import dev.cnv.processor.model.Handler;
import dev.cnv.processor.model.Names;
import dev.cnv.processor.model.Parameter;
import dev.cnv.processor.model.Result;
import dev.cnv.processor.model.Verb;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the certificate of a verb: a sealed interface with a class for each stage. */
final class CertificateWriter {

    private static final int WIDTH = 100;

    private static final List<ClassName> VOCABULARY = List.of(
            Api.SESSION,
            Api.CERTIFICATE,
            Api.EXPORTED_CERTIFICATE,
            Api.EXPORT_OPTIONS,
            Api.STAGE,
            Api.STEP,
            Api.OUTCOME,
            Api.CERTIFICATE_BASE,
            Api.PROOF);

    private static final Set<String> NESTED =
            Set.of("Input", "Unchecked", "PolicyChecked", "CapabilityChecked", "Verified");

    private static final String FILE = """
            $PACKAGE$$IMPORTS$
            /**
             * The proof that one call of {@code $ID$} may run, stage by stage.
             *
             * @see $HANDLER$#$METHOD$
             */
            $MARKS$$HEADER$

                /**
                 * The arguments of {@code $ID$}.$PARAMS$
                 */
            $INPUT$

                /**
                 * Begins a call that is stepped by hand.
                 *
                 * @param session the caller
                 * @param input the arguments
                 * @return the first certificate, or why there is none
                 */
                static Step<Unchecked> prepare(Session session, Input input) {
                    return session.prepare($VERBS$.$KEY$, input, Unchecked::new);
                }

                /**
                 * Accepts a certificate of another runtime for a call with these arguments.
                 *
                 * @param session who presents it
                 * @param exported the certificate
                 * @param input the arguments
                 * @return the verified certificate, or why there is none
                 */
                static Step<Verified> accept(
                        Session session, ExportedCertificate exported, Input input) {
                    return session.accept($VERBS$.$KEY$, exported, input, Verified::new);
                }

                /**
                 * Accepts a certificate of another runtime that carries the arguments.
                 *
                 * @param session who presents it
                 * @param exported the certificate
                 * @return the verified certificate, or why there is none
                 */
                static Step<Verified> accept(Session session, ExportedCertificate exported) {
                    return session.accept($VERBS$.$KEY$, exported, Verified::new);
                }
            $STAGES$}
            """;

    private static final String STAGE = """

                /** $DOC$ */
            $HEADER$
                    $STAGE$(Proof proof) {
                        super(proof, Stage.$CONSTANT$, "$ID$");
                    }

                    /** {@return $WHAT$} */
                    public $RESULT$ $METHOD$() {
                        return $BODY$;
                    }
            $MORE$    }
            """;

    private static final String EXPORT = """

                    /**
                     * Signs the call for another runtime.
                     *
                     * @param options for whom, and whether with the arguments
                     * @return the exported certificate, or why there is none
                     */
                    public Step<ExportedCertificate> export(ExportOptions options) {
                        return exported(options);
                    }
            """;

    private final Handler handler;
    private final Verb verb;
    private final String name;
    private final Imports imports;

    CertificateWriter(Handler handler, Verb verb) {
        this.handler = handler;
        this.verb = verb;
        this.name = verb.certificate().simpleName();
        this.imports = new Imports(handler.type().packageName(), NESTED);
        VOCABULARY.forEach(imports::require);
        imports.spell(verb.certificate());
    }

    /** The whole file. */
    String source() {
        Map<String, String> values = new HashMap<>();
        String packageName = handler.type().packageName();
        String visibility = verb.method().visible() ? "public " : "";
        values.put("PACKAGE", packageName.isEmpty() ? "" : "package " + packageName + ";\n\n");
        values.put("ID", id());
        values.put("HANDLER", imports.spell(handler.type()));
        values.put("METHOD", verb.method().name());
        values.put("MARKS", Marks.text(handler, Marks.deprecated(handler, verb), imports));
        values.put(
                "HEADER",
                fit(
                        "",
                        visibility + "sealed interface " + name,
                        "extends Certificate<" + name + ".Input> {"));
        values.put("PARAMS", params());
        values.put("INPUT", input());
        values.put("VERBS", imports.spell(handler.verbsType()));
        values.put("KEY", Names.constant(verb.method().name()));
        values.put("STAGES", stages());
        // Last: the others have said by now what they need.
        values.put("IMPORTS", imports.statements());
        return Template.fill(FILE, values);
    }

    /** The id as a Java text; of a malformed one, what cannot end the text or a comment. */
    private String id() {
        return verb.capability().id().replaceAll("[^A-Za-z0-9._-]", "?");
    }

    private String params() {
        if (verb.parameters().isEmpty()) {
            return "";
        }
        return "\n     *\n"
                + verb.parameters().stream()
                        .map(parameter ->
                                "     * @param " + Names.component(parameter.javaName()) + " "
                                        + JavadocText.of(
                                                parameter.description(),
                                                "the argument {@code " + parameter.name() + "}"))
                        .collect(Collectors.joining("\n"));
    }

    private String input() {
        List<String> components =
                verb.parameters().stream().map(this::component).toList();
        String line = "    record Input(" + String.join(", ", components) + ") {}";
        return line.length() <= WIDTH
                ? line
                : "    record Input(\n            " + String.join(",\n            ", components)
                        + ") {}";
    }

    private String component(Parameter parameter) {
        return imports.spell(parameter.type()) + " " + Names.component(parameter.javaName());
    }

    private String stages() {
        return forward(
                        "Unchecked",
                        "UNCHECKED",
                        "Decoded and attributed to a caller; nothing is checked.",
                        "checkPolicy",
                        "PolicyChecked",
                        "what the policy says")
                + forward(
                        "PolicyChecked",
                        "POLICY_CHECKED",
                        "The policy permits it.",
                        "checkCapability",
                        "CapabilityChecked",
                        "what the caller's chain and the capability graph say")
                + forward(
                        "CapabilityChecked",
                        "CAPABILITY_CHECKED",
                        "The caller's chain grants it, and all it requires is in reach.",
                        "verify",
                        "Verified",
                        "what the checks of window, digest and schemas say")
                + stage(
                        "Verified",
                        "VERIFIED",
                        "The verb may run.",
                        "what becomes of the call, which is admitted and run",
                        "Outcome<" + imports.spell(resultType(verb)) + ">",
                        "run",
                        "execute()",
                        EXPORT);
    }

    private String forward(
            String stage, String constant, String doc, String method, String next, String what) {
        return stage(
                stage,
                constant,
                doc,
                what,
                "Step<" + next + ">",
                method,
                "advance(" + next + "::new)",
                "");
    }

    private String stage(
            String stage,
            String constant,
            String doc,
            String what,
            String result,
            String method,
            String body,
            String more) {
        return Template.fill(
                STAGE,
                Map.of(
                        "HEADER",
                                fit(
                                        "    ",
                                        "final class " + stage,
                                        "extends CertificateBase<Input> implements " + name + " {"),
                        "DOC", doc,
                        "STAGE", stage,
                        "CONSTANT", constant,
                        "ID", id(),
                        "WHAT", what,
                        "RESULT", result,
                        "METHOD", method,
                        "BODY", body,
                        "MORE", more));
    }

    /** On one line if it fits, else on two. */
    private static String fit(String indent, String start, String end) {
        String line = indent + start + " " + end;
        return line.length() <= WIDTH ? line : indent + start + "\n" + indent + "        " + end;
    }

    /** What a typed call of the verb answers. */
    static TypeName resultType(Verb verb) {
        Result result = verb.result();
        return result.shape() == Result.Shape.STREAM
                ? ParameterizedTypeName.get(
                        ClassName.get("java.util.concurrent", "Flow", "Publisher"), result.type())
                : result.type();
    }
}
