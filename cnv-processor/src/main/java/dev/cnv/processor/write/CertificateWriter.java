package dev.cnv.processor.write;

import dev.cnv.processor.model.ClassName;
import dev.cnv.processor.model.Handler;
import dev.cnv.processor.model.Names;
import dev.cnv.processor.model.Parameter;
import dev.cnv.processor.model.Result;
import dev.cnv.processor.model.TypeName;
import dev.cnv.processor.model.Verb;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes the certificate of a verb: a sealed interface with a class for each stage. */
final class CertificateWriter {

    private static final int WIDTH = 100;

    /** What a malformed id may hold and a text or a comment in Java may not. */
    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9._-]");

    private static final ClassName PUBLISHER =
            ClassName.of("java.util.concurrent", "Flow").nested("Publisher");

    private static final List<ClassName> VOCABULARY =
            List.of(Api.SESSION, Api.CERTIFICATE, Api.STEP, Api.PROOF, Api.STAGED);

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
                 * Begins a call that is stepped by hand.
                 *
                 * @param session the caller
                 * @param input the arguments
                 * @return the first certificate, or why there is none
                 */
                static Step<Unchecked> prepare(Session session, Input input) {
                    return session.prepare($VERBS$.$KEY$, input, Unchecked.class);
                }

            $ARGUMENTS$$INPUT$
            $STAGES$}
            """;

    private static final String STAGE = """

                /** $DOC$ */
            $HEADER$
                    $STAGE$(Proof proof) {
                        super(proof, "$ID$");
                    }
                }
            """;

    private final Handler handler;
    private final Verb verb;
    private final String name;
    private final String id;
    private final Imports imports;

    CertificateWriter(Handler handler, Verb verb) {
        this.handler = handler;
        this.verb = verb;
        this.name = verb.certificate().simpleName();
        this.id = UNSAFE.matcher(verb.capability().id()).replaceAll("?");
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
        values.put("ID", id);
        values.put("HANDLER", imports.spell(handler.type()));
        values.put("METHOD", verb.method().name());
        values.put("MARKS", Marks.text(handler, Marks.deprecated(handler, verb), imports));
        values.put(
                "HEADER",
                Layout.fit(
                        "",
                        visibility + "sealed interface " + name,
                        "extends Certificate<" + name + ".Input> {"));
        values.put("ARGUMENTS", arguments());
        values.put("INPUT", input());
        values.put("VERBS", imports.spell(handler.verbsType()));
        values.put("KEY", Names.constant(verb.method().name()));
        values.put("STAGES", stages());
        // Last: the others have said by now what they need.
        values.put("IMPORTS", imports.statements());
        return Template.fill(FILE, values);
    }

    /** The comment of the input record, on one line when there is nothing to list. */
    private String arguments() {
        String start = "The arguments of {@code " + id + "}.";
        if (verb.parameters().isEmpty()) {
            return "    /** " + start + " */\n";
        }
        StringBuilder comment =
                new StringBuilder("    /**\n     * ").append(start).append("\n     *");
        for (Parameter parameter : verb.parameters()) {
            String text = JavadocText.of(
                    parameter.description(), "the argument {@code " + parameter.name() + "}");
            comment.append("\n     * @param ")
                    .append(Names.component(parameter.javaName()))
                    .append(' ')
                    .append(text);
        }
        return comment.append("\n     */\n").toString();
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
        return stage(
                        "Unchecked",
                        "PolicyChecked",
                        "Decoded and attributed to a caller; nothing is checked.")
                + stage("PolicyChecked", "CapabilityChecked", "The policy permits it.")
                + stage(
                        "CapabilityChecked",
                        "Verified",
                        "The caller's chain grants it, and all it requires is in reach.")
                + stage("Verified", imports.spell(resultType(verb)), "The verb may run.");
    }

    private String stage(String stage, String leadsTo, String doc) {
        String header = Layout.fit(
                "    ",
                "final class " + stage + " extends Staged." + stage + "<Input, " + leadsTo + ">",
                "implements " + name + " {");
        return Template.fill(STAGE, Map.of("HEADER", header, "DOC", doc, "STAGE", stage, "ID", id));
    }

    /** What a typed call of the verb answers. */
    static TypeName resultType(Verb verb) {
        Result result = verb.result();
        return result.shape() == Result.Shape.STREAM
                ? new TypeName.Generic(PUBLISHER, List.of(result.type()))
                : result.type();
    }
}
