package dev.cnv.processor.check;

import dev.cnv.processor.diagnostic.Code;
import dev.cnv.processor.diagnostic.Problems;
import dev.cnv.processor.diagnostic.Site;
import dev.cnv.processor.model.Parameter;
import dev.cnv.processor.model.ScalarKind;
import dev.cnv.processor.model.Texts;
import dev.cnv.processor.model.Value;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The rules of a parameter fit its type, are well-formed and can be satisfied. As in the runtime,
 * lengths belong to the outermost list, set or map, and the other rules to each part of it.
 */
final class RuleCheck {

    private final Parameter parameter;
    private final Parameter.Rules rules;
    private final Problems problems;
    private final Optional<ScalarKind> leaf;
    private boolean sound = true;

    private RuleCheck(Parameter parameter, Problems problems) {
        this.parameter = parameter;
        this.rules = parameter.rules();
        this.problems = problems;
        this.leaf = parameter.value().leaf() instanceof Value.Scalar(ScalarKind kind)
                ? Optional.of(kind)
                : Optional.empty();
    }

    /** Returns whether the rules can be used to check a default. */
    static boolean check(Parameter parameter, Problems problems) {
        if (parameter.value() instanceof Value.Unsupported || parameter.value().unresolved()) {
            return false;
        }
        RuleCheck check = new RuleCheck(parameter, problems);
        check.bounds();
        check.lengths();
        check.pattern();
        check.oneOf();
        return check.sound;
    }

    private void bounds() {
        if (rules.min().isEmpty() && rules.max().isEmpty()) {
            return;
        }
        if (leaf.filter(kind -> kind.numeric() || kind == ScalarKind.DURATION).isEmpty()) {
            misfit(rules.min().isEmpty() ? "max" : "min", "numbers and durations");
            return;
        }
        boolean min = bound("min", rules.min());
        boolean max = bound("max", rules.max());
        if (min && max && Bounds.compare(leaf.get(), rules.min(), rules.max()) > 0) {
            report(
                    Code.EMPTY_RANGE,
                    parameter.member("min"),
                    "min=" + rules.min() + " is larger than max=" + rules.max(),
                    "swap them");
        }
    }

    private boolean bound(String member, String text) {
        if (text.isEmpty()) {
            return false;
        }
        if (Texts.json(leaf.orElseThrow(), text).isEmpty()) {
            report(
                    Code.MALFORMED_RULE,
                    parameter.member(member),
                    member + "=\"" + text + "\" is no " + leaf.get().noun(),
                    "write a value of the parameter's type");
            return false;
        }
        return true;
    }

    private void lengths() {
        int min = rules.minLength();
        int max = rules.maxLength();
        if (min == -1 && max == -1) {
            return;
        }
        boolean container = parameter.value().present() instanceof Value.Sequence
                || parameter.value().present() instanceof Value.Table;
        if (!container && leaf.filter(RuleCheck::hasLength).isEmpty()) {
            misfit(
                    min == -1 ? "maxLength" : "minLength",
                    "texts, paths, URIs, bytes, lists, sets and maps");
            return;
        }
        length("minLength", min);
        length("maxLength", max);
        if (min >= 0 && max >= 0 && min > max) {
            report(
                    Code.EMPTY_RANGE,
                    parameter.member("minLength"),
                    "minLength=" + min + " is larger than maxLength=" + max,
                    "swap them");
        }
    }

    private void length(String member, int length) {
        if (length < -1) {
            report(
                    Code.EMPTY_RANGE,
                    parameter.member(member),
                    member + "=" + length + " is negative",
                    "write a length, or -1 for no bound");
        }
    }

    private void pattern() {
        if (rules.pattern().isEmpty()) {
            return;
        }
        if (leaf.filter(RuleCheck::isText).isEmpty()) {
            misfit("pattern", "texts, paths and URIs");
            return;
        }
        try {
            Pattern.compile(rules.pattern());
        } catch (PatternSyntaxException e) {
            report(
                    Code.INVALID_PATTERN,
                    parameter.member("pattern"),
                    "the pattern \"" + rules.pattern() + "\" is no regular expression: "
                            + e.getDescription() + " near index " + e.getIndex(),
                    "correct it");
        }
    }

    private void oneOf() {
        List<String> texts = rules.oneOf();
        if (texts.isEmpty()) {
            return;
        }
        if (leaf.filter(kind ->
                        kind == ScalarKind.TEXT || kind == ScalarKind.CHARACTER || kind.numeric())
                .isEmpty()) {
            misfit("oneOf", "texts, characters and numbers");
            return;
        }
        for (int i = 0; i < texts.size(); i++) {
            Site site = parameter.member("oneOf", Integer.toString(i));
            if (Texts.json(leaf.get(), texts.get(i)).isEmpty()) {
                report(
                        Code.MALFORMED_RULE,
                        site,
                        "oneOf has \"" + texts.get(i) + "\", which is no "
                                + leaf.get().noun(),
                        "write a value of the parameter's type");
            } else if (texts.subList(0, i).contains(texts.get(i))) {
                report(
                        Code.MALFORMED_RULE,
                        site,
                        "oneOf has \"" + texts.get(i) + "\" twice",
                        "remove one of them");
            }
        }
    }

    private static boolean hasLength(ScalarKind kind) {
        return isText(kind) || kind == ScalarKind.BYTES;
    }

    private static boolean isText(ScalarKind kind) {
        return kind == ScalarKind.TEXT || kind == ScalarKind.PATH || kind == ScalarKind.URI;
    }

    private void misfit(String member, String fitting) {
        report(
                Code.RULE_MISFIT,
                parameter.member(member),
                "the rule " + member + " does not fit the type of parameter "
                        + parameter.javaName(),
                "remove it; it fits " + fitting);
    }

    private void report(Code code, Site site, String what, String fix) {
        sound = false;
        problems.add(code, site, what, fix);
    }
}
