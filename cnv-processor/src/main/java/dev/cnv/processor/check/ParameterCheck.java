package dev.cnv.processor.check;

import dev.cnv.processor.diagnostic.Code;
import dev.cnv.processor.diagnostic.Problems;
import dev.cnv.processor.diagnostic.Site;
import dev.cnv.processor.model.Parameter;
import dev.cnv.processor.model.Verb;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Names, flags and environment variables of parameters, and how they refer to each other. */
final class ParameterCheck {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern ENVIRONMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Problems problems;
    private final Map<String, Parameter> names = new HashMap<>();
    private final Map<Character, Parameter> flags = new HashMap<>();

    private ParameterCheck(Problems problems) {
        this.problems = problems;
    }

    static void check(Verb verb, Problems problems) {
        ParameterCheck check = new ParameterCheck(problems);
        for (Parameter parameter : verb.parameters()) {
            check.name(parameter);
            check.flag(parameter);
            check.environment(parameter);
        }
        for (Parameter parameter : verb.parameters()) {
            check.relations(parameter, "requires", parameter.requires());
            check.relations(parameter, "conflicts", parameter.conflicts());
            check.contradictions(parameter);
        }
    }

    private void name(Parameter parameter) {
        Site site = parameter.member("name");
        if (!NAME.matcher(parameter.name()).matches()) {
            problems.add(
                    Code.MALFORMED_NAME,
                    site,
                    "the parameter name \"" + parameter.name() + "\" is malformed",
                    "write @Param(name = ...) with lower-case letters, digits and single inner hyphens, beginning with a letter");
            return;
        }
        Parameter twin = names.putIfAbsent(parameter.name(), parameter);
        if (twin != null) {
            problems.add(
                    Code.DUPLICATE_NAME,
                    site,
                    "the parameters " + twin.javaName() + " and " + parameter.javaName()
                            + " both have the name " + parameter.name(),
                    "give one of them another name");
        }
    }

    private void flag(Parameter parameter) {
        char flag = parameter.flag();
        if (flag == ' ') {
            return;
        }
        boolean letter = (flag >= 'a' && flag <= 'z') || (flag >= 'A' && flag <= 'Z');
        if (!letter) {
            problems.add(
                    Code.FLAG_CLASH,
                    parameter.member("flag"),
                    "the flag '" + flag + "' is no letter",
                    "choose a letter from a to z or A to Z");
            return;
        }
        Parameter twin = flags.putIfAbsent(flag, parameter);
        if (twin != null) {
            problems.add(
                    Code.FLAG_CLASH,
                    parameter.member("flag"),
                    "the flag '" + flag + "' belongs to the parameter " + twin.name(),
                    "choose another letter");
        }
    }

    private void environment(Parameter parameter) {
        String variable = parameter.environment();
        if (!variable.isEmpty() && !ENVIRONMENT.matcher(variable).matches()) {
            problems.add(
                    Code.MALFORMED_ENVIRONMENT,
                    parameter.member("env"),
                    "the environment variable \"" + variable + "\" is malformed",
                    "use letters, digits and underscores, not beginning with a digit");
        }
    }

    private void relations(Parameter parameter, String member, List<String> others) {
        for (int i = 0; i < others.size(); i++) {
            String other = others.get(i);
            Site site = parameter.member(member, Integer.toString(i));
            Parameter found = names.get(other);
            if (found == null) {
                problems.add(
                        Code.UNKNOWN_PARAMETER,
                        site,
                        member + " names \"" + other + "\", which is no parameter of the verb",
                        "use one of " + new TreeSet<>(names.keySet()));
            } else if (other.equals(parameter.name())) {
                problems.add(
                        Code.UNKNOWN_PARAMETER,
                        site,
                        member + " names the parameter itself",
                        "remove it");
            } else if (member.equals("conflicts") && found.required()) {
                problems.add(
                        Code.UNKNOWN_PARAMETER,
                        site,
                        "conflicts names " + other
                                + ", which every call must give, so that this one can never be given",
                        "make " + other + " optional, or remove it from conflicts");
            }
        }
    }

    private void contradictions(Parameter parameter) {
        for (int i = 0; i < parameter.conflicts().size(); i++) {
            String other = parameter.conflicts().get(i);
            if (parameter.requires().contains(other)) {
                problems.add(
                        Code.UNKNOWN_PARAMETER,
                        parameter.member("conflicts", Integer.toString(i)),
                        "the parameter requires " + other + " and conflicts with it",
                        "remove one of the two");
            }
        }
    }
}
