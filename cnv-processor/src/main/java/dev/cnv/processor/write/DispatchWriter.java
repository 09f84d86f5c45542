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

/** Writes the switches over a verb's index, and the methods that call the handlers. */
final class DispatchWriter {

    private static final String NOTHING = "{}\n";
    private static final String BODY = "        ";
    private static final String CASE = "            ";
    private static final String NO_SUCH_VERB = "throw new IndexOutOfBoundsException(verb);\n";
    private static final List<String> STAGES =
            List.of("Unchecked", "PolicyChecked", "CapabilityChecked", "Verified");

    private final Handler handler;
    private final List<Verb> verbs;
    private final ValueCode values;
    private final Imports imports;

    /** The writer of a class; the index of a verb is its place in the list. */
    DispatchWriter(Handler handler, List<Verb> verbs, ValueCode values, Imports imports) {
        this.handler = handler;
        this.verbs = verbs;
        this.values = values;
        this.imports = imports;
    }

    /** A method that switches over the index, and what it does for each verb. */
    record Switch(
            String annotation,
            String returned,
            String name,
            String parameters,
            String arguments,
            String index,
            List<String> branches) {

        private static final int CALL_BYTES = 10;
        private static final int CASE_BYTES = 12;

        /** No less than the bytes of its code: every call that is written has a bracket. */
        int estimatedBytes() {
            return branches.stream().mapToInt(Switch::estimatedBytes).sum();
        }

        private static int estimatedBytes(String branch) {
            return CASE_BYTES
                    + CALL_BYTES * (int) branch.chars().filter(c -> c == '(').count();
        }

        boolean value() {
            return !returned.equals("void");
        }

        boolean throwing() {
            return name.equals("invoke");
        }

        String signature(String more) {
            return returned + " " + name + "(" + parameters + more + ")"
                    + (throwing() ? " throws Throwable" : "");
        }
    }

    /** The methods that switch over the index. */
    String switches() {
        return all("dispatch").stream()
                .map(each -> method(
                        "    @Override\n" + each.annotation() + "    public " + each.signature(""),
                        each,
                        0))
                .collect(Collectors.joining());
    }

    /** What is switched, when invokers take these arguments. */
    List<Switch> all(String arguments) {
        boolean generic =
                verbs.stream().anyMatch(verb -> verb.result().type() instanceof TypeName.Generic);
        List<Switch> switches = new ArrayList<>(List.of(
                new Switch(
                        "",
                        "Object",
                        "readInput",
                        "int verb, ValueReader in",
                        "verb, in",
                        "verb",
                        each(this::readInput)),
                new Switch(
                        "",
                        "void",
                        "writeInput",
                        "int verb, Object input, ValueWriter out",
                        "verb, input, out",
                        "verb",
                        each(this::writeInput)),
                new Switch(
                        generic ? "    @SuppressWarnings(\"unchecked\")\n" : "",
                        "void",
                        "writeResult",
                        "int verb, Object result, ValueWriter out",
                        "verb, result, out",
                        "verb",
                        each(this::writeResult)),
                new Switch(
                        "",
                        "Certificate<?>",
                        "certificate",
                        "int verb, Stage stage, Proof proof",
                        "verb, stage, proof",
                        STAGES.size() + " * verb + stage.position()",
                        certificates()),
                new Switch(
                        "",
                        "Object",
                        "invoke",
                        "int verb, Dispatch dispatch",
                        "verb, dispatch",
                        "verb",
                        each(verb -> verb.method().name() + "(" + arguments + ");\n"))));
        if (handler.verbs().stream().anyMatch(RecordHelpers::readsResult)) {
            switches.add(new Switch(
                    "",
                    "Object",
                    "readResult",
                    "int verb, ValueReader in",
                    "verb, in",
                    "verb",
                    each(this::readResult)));
        }
        return List.copyOf(switches);
    }

    private List<String> each(Function<Verb, String> branch) {
        return verbs.stream().map(branch).toList();
    }

    /** A method with its head, whose cases count from a first one. */
    static String method(String head, Switch what, int first) {
        List<String> branches = what.branches();
        String start = head + " {\n        ";
        if (branches.isEmpty()) {
            return start + NO_SUCH_VERB + "    }\n\n";
        }
        String cases = what.value() ? returns(first, branches) : statements(first, branches);
        return start + "switch (" + what.index() + ") {\n" + cases + "        }\n    }\n\n";
    }

    private static String statements(int first, List<String> branches) {
        StringBuilder code = new StringBuilder();
        List<String> idle = new ArrayList<>();
        for (int i = 0; i < branches.size(); i++) {
            if (branches.get(i).equals(NOTHING)) {
                idle.add(Integer.toString(first + i));
            } else {
                code.append(CASE + "case ").append(first + i).append(" -> ");
                code.append(branches.get(i));
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
    private static String returns(int first, List<String> branches) {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < branches.size(); i++) {
            if (!branches.get(i).equals(NOTHING)) {
                code.append(CASE + "case ").append(first + i).append(": return ");
                code.append(branches.get(i));
            }
        }
        return code.append(CASE + "default: " + NO_SUCH_VERB).toString();
    }

    private String readInput(Verb verb) {
        List<String> arguments = verb.parameters().stream()
                .map(parameter ->
                        values.read("in.at(" + literal(parameter.name()) + ")", parameter.value()))
                .toList();
        String start = CASE + "        ";
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

    /** Only what comes from another process is read: a result that is something, of an isolated verb. */
    private String readResult(Verb verb) {
        return RecordHelpers.readsResult(verb)
                ? values.read("in", verb.result().value()) + ";\n"
                : NOTHING;
    }

    private List<String> certificates() {
        return verbs.stream()
                .flatMap(verb -> STAGES.stream()
                        .map(stage -> "new " + certificate(verb) + "." + stage + "(proof);\n"))
                .toList();
    }

    /** The methods that call the handlers, each with an empty line behind it. */
    String invokers() {
        return invokers("", "");
    }

    /** The same, static or not, with more parameters. */
    String invokers(String modifier, String parameters) {
        return verbs.stream()
                .map(verb -> invoker(verb, modifier, parameters))
                .collect(Collectors.joining("\n"));
    }

    private String invoker(Verb verb, String modifier, String parameters) {
        StringBuilder code = new StringBuilder("    private " + modifier + "Object ")
                .append(verb.method().name())
                .append("(Dispatch dispatch" + parameters + ")")
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
