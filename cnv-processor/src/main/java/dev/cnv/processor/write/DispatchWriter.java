package dev.cnv.processor.write;

import static dev.cnv.processor.write.Layout.literal;

import dev.cnv.processor.model.Handler;
import dev.cnv.processor.model.Names;
import dev.cnv.processor.model.Parameter;
import dev.cnv.processor.model.Result;
import dev.cnv.processor.model.TypeName;
import dev.cnv.processor.model.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes the switches over a verb's index, and the methods that call the handlers. */
final class DispatchWriter {

    private static final String NOTHING = "{}\n";
    private static final String BODY = "        ";
    private static final String CASE = "            ";
    private static final String NO_SUCH_VERB = "throw new IndexOutOfBoundsException(verb);\n";
    private static final String READ_INPUT = "Object readInput(int verb, ValueReader in";
    private static final String WRITE_INPUT =
            "void writeInput(int verb, Object input, ValueWriter out";
    private static final String WRITE_RESULT =
            "void writeResult(int verb, Object result, ValueWriter out";
    private static final String CERTIFICATE =
            "Certificate<?> certificate(int verb, Stage stage, Proof proof";
    private static final String INVOKE = "Object invoke(int verb, Dispatch dispatch";
    private static final String THROWING = ") throws Throwable";
    private static final List<String> STAGES =
            List.of("Unchecked", "PolicyChecked", "CapabilityChecked", "Verified");

    private final Handler handler;
    private final List<Verb> verbs;
    private final int first;
    private final boolean page;
    private final ValueCode values;
    private final Imports imports;

    /** The writer of a class; the index of a verb is its place in the list. */
    DispatchWriter(Handler handler, List<Verb> verbs, ValueCode values, Imports imports) {
        this(handler, verbs, 0, false, values, imports);
    }

    /** The writer of a page, whose first verb has an index, and whose methods are static. */
    DispatchWriter(
            Handler handler,
            List<Verb> verbs,
            int first,
            boolean page,
            ValueCode values,
            Imports imports) {
        this.handler = handler;
        this.verbs = verbs;
        this.first = first;
        this.page = page;
        this.values = values;
        this.imports = imports;
    }

    /** The methods that switch over the index. */
    String switches() {
        boolean generic =
                verbs.stream().anyMatch(verb -> verb.result().type() instanceof TypeName.Generic);
        String suppress = generic ? "    @SuppressWarnings(\"unchecked\")\n" : "";
        String given = handed("handler");
        return method("", READ_INPUT, "verb", each(this::readInput))
                + method("", WRITE_INPUT, "verb", each(this::writeInput))
                + method(suppress, WRITE_RESULT, "verb", each(this::writeResult))
                + method(
                        "",
                        CERTIFICATE,
                        STAGES.size() + " * verb + stage.position()",
                        certificates())
                + method(
                        "",
                        INVOKE + handed(imports.spell(handler.type()) + " handler") + THROWING,
                        "verb",
                        each(verb -> verb.method().name() + "(dispatch" + given + ");\n"));
    }

    /** The methods that hand a call on to the verb's page. */
    String pageSwitches(Pages pages) {
        String index = "verb >> " + pages.shift();
        int count = pages.all().size();
        return method("", READ_INPUT, index, onPages(count, "readInput(verb, in)"))
                + method("", WRITE_INPUT, index, onPages(count, "writeInput(verb, input, out)"))
                + method("", WRITE_RESULT, index, onPages(count, "writeResult(verb, result, out)"))
                + method("", CERTIFICATE, index, onPages(count, "certificate(verb, stage, proof)"))
                + method(
                        "",
                        INVOKE + THROWING,
                        index,
                        onPages(
                                count,
                                "invoke(verb, dispatch" + (needsHandler() ? ", handler" : "")
                                        + ")"));
    }

    private static List<String> onPages(int count, String call) {
        return IntStream.range(0, count)
                .mapToObj(page -> Pages.name(page) + "." + call + ";\n")
                .toList();
    }

    /** What a page's methods are handed besides, as they have no field for it. */
    private String handed(String more) {
        return page && needsHandler() ? ", " + more : "";
    }

    private boolean needsHandler() {
        return handler.placement().construction() != Handler.Construction.NONE;
    }

    private List<String> each(Function<Verb, String> branch) {
        return verbs.stream().map(branch).toList();
    }

    private String method(
            String annotation, String signature, String index, List<String> branches) {
        String start = (page ? "" : "    @Override\n") + annotation
                + (page ? "    static " : "    public ")
                + signature + (signature.endsWith(THROWING) ? "" : ")") + " {\n        ";
        if (branches.isEmpty()) {
            return start + NO_SUCH_VERB + "    }\n\n";
        }
        int base = first * branches.size() / Math.max(1, verbs.size());
        String cases =
                signature.startsWith("void") ? statements(base, branches) : returns(base, branches);
        return start + "switch (" + index + ") {\n" + cases + "        }\n    }\n\n";
    }

    private static String statements(int base, List<String> branches) {
        StringBuilder code = new StringBuilder();
        List<String> idle = new ArrayList<>();
        for (int i = 0; i < branches.size(); i++) {
            if (branches.get(i).equals(NOTHING)) {
                idle.add(Integer.toString(base + i));
            } else {
                code.append(CASE + "case ").append(base + i).append(" -> ").append(branches.get(i));
            }
        }
        if (!idle.isEmpty()) {
            code.append(CASE + "case ").append(String.join(", ", idle)).append(" -> " + NOTHING);
        }
        return code.append(CASE + "default -> " + NO_SUCH_VERB).toString();
    }

    /**
     * The old form of switch, whose cases return themselves. Where cases come together again, the JVM
     * loads all their classes to verify the method: five a verb, when the first verb is asked for.
     */
    private static String returns(int base, List<String> branches) {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < branches.size(); i++) {
            code.append(CASE + "case ").append(base + i).append(":\n");
            code.append(CASE + "    return ").append(branches.get(i));
        }
        return code.append(CASE + "default:\n" + CASE + "    " + NO_SUCH_VERB).toString();
    }

    private String readInput(Verb verb) {
        List<String> arguments = verb.parameters().stream()
                .map(parameter ->
                        values.read("in.at(" + literal(parameter.name()) + ")", parameter.value()))
                .toList();
        String start = CASE + "    ";
        return Layout.fill(start, "new " + certificate(verb) + ".Input(", arguments, ");\n")
                .substring(start.length());
    }

    private String writeInput(Verb verb) {
        if (verb.parameters().isEmpty()) {
            return NOTHING;
        }
        StringBuilder code = new StringBuilder("{\n")
                .append("                var it = (")
                .append(certificate(verb))
                .append(".Input) input;\n");
        for (Parameter parameter : verb.parameters()) {
            code.append("                ")
                    .append(values.write(
                            "out.at(" + literal(parameter.name()) + ")",
                            "it." + Names.component(parameter.javaName()) + "()",
                            parameter.value()))
                    .append(";\n");
        }
        return code.append(CASE).append("}\n").toString();
    }

    private String writeResult(Verb verb) {
        Result result = verb.result();
        return result.nothing()
                ? NOTHING
                : values.write(
                                "out",
                                "(" + imports.spell(result.type()) + ") result",
                                result.value())
                        + ";\n";
    }

    private List<String> certificates() {
        return verbs.stream()
                .flatMap(verb -> STAGES.stream()
                        .map(stage -> "new " + certificate(verb) + "." + stage + "(proof);\n"))
                .toList();
    }

    /** The methods that call the handlers, each with an empty line behind it. */
    String invokers() {
        return verbs.stream().map(this::invoker).collect(Collectors.joining("\n"));
    }

    private String invoker(Verb verb) {
        StringBuilder code = new StringBuilder(
                        page ? "    private static Object " : "    private Object ")
                .append(verb.method().name())
                .append("(Dispatch dispatch")
                .append(handed(imports.spell(handler.type()) + " handler"))
                .append(")")
                .append(verb.method().throwing() ? " throws Throwable" : "")
                .append(" {\n");
        String proof = "new " + certificate(verb) + ".Verified(dispatch.open("
                + literal(verb.capability().id()) + "))";
        List<String> arguments = new ArrayList<>();
        if (verb.takesProof()) {
            arguments.add("proof");
            code.append(BODY).append("var proof = ").append(proof).append(";\n");
            if (!verb.parameters().isEmpty()) {
                code.append(BODY).append("var in = proof.input();\n");
            }
        } else if (verb.parameters().isEmpty()) {
            code.append(BODY).append(proof).append(";\n");
        } else {
            code.append(Layout.fit(BODY, "var in =", proof + ".input();")).append("\n");
        }
        verb.parameters().forEach(p -> arguments.add("in." + Names.component(p.javaName()) + "()"));
        String target = verb.method().isStatic() ? imports.spell(handler.type()) : "handler";
        boolean nothing = verb.result().nothing() && verb.result().shape() == Result.Shape.VALUE;
        return code.append(Layout.fill(
                        BODY,
                        (nothing ? "" : "return ") + target + "."
                                + verb.method().name() + "(",
                        arguments,
                        ");"))
                .append(nothing ? "\n        return null;" : "")
                .append("\n    }\n")
                .toString();
    }

    private String certificate(Verb verb) {
        return imports.spell(verb.certificate());
    }
}
