package dev.cnv.processor.check;

import dev.cnv.processor.diagnostic.Code;
import dev.cnv.processor.diagnostic.Problems;
import dev.cnv.processor.diagnostic.Site;
import dev.cnv.processor.model.Verb;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Ids and versions have their form, and a verb does not refer to itself. */
final class CapabilityCheck {

    static final String ANNOTATION = "dev.cnv.annotations.Capability";

    private static final int MAX_LENGTH = 120;
    private static final Pattern ID =
            Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*(\\.[a-z][a-z0-9]*(-[a-z0-9]+)*){1,7}");
    private static final Pattern VERSION =
            Pattern.compile("(0|[1-9][0-9]{0,8})\\.(0|[1-9][0-9]{0,8})\\.(0|[1-9][0-9]{0,8})");
    private static final String FORM =
            "two to eight dotted segments of lower-case letters, digits and single inner"
                    + " hyphens, each beginning with a letter, at most 120 characters";

    private CapabilityCheck() {}

    static Site site(Verb verb, String... member) {
        return verb.site().annotation(ANNOTATION).member(member);
    }

    static void check(Verb verb, Problems problems) {
        Verb.Capability capability = verb.capability();
        if (malformed(capability.id())) {
            problems.add(
                    Code.MALFORMED_ID,
                    site(verb, "id"),
                    "the capability id \"" + capability.id() + "\" is malformed",
                    "write " + FORM + suggestion(capability.id()));
        }
        if (!VERSION.matcher(capability.version()).matches()) {
            problems.add(
                    Code.MALFORMED_VERSION,
                    site(verb, "version"),
                    "the version \"" + capability.version() + "\" is malformed",
                    "write major.minor.patch, such as 1.0.0");
        }
        references(verb, "requires", capability.requires(), problems);
        references(verb, "equivalentTo", capability.equivalentTo(), problems);
        references(verb, "dominates", capability.dominates(), problems);
        if (!capability.replacedBy().isEmpty()) {
            reference(verb, capability.replacedBy(), site(verb, "replacedBy"), problems);
            if (capability.deprecated().isEmpty()) {
                problems.add(
                        Code.REPLACEMENT_WITHOUT_DEPRECATION,
                        site(verb, "replacedBy"),
                        "replacedBy names " + capability.replacedBy()
                                + ", but the verb is not deprecated",
                        "say in deprecated why callers should stop using it, or remove replacedBy");
            }
        }
    }

    private static void references(Verb verb, String member, List<String> ids, Problems problems) {
        for (int i = 0; i < ids.size(); i++) {
            reference(verb, ids.get(i), site(verb, member, Integer.toString(i)), problems);
        }
    }

    private static void reference(Verb verb, String id, Site site, Problems problems) {
        String member = site.member().getFirst();
        if (malformed(id)) {
            problems.add(
                    Code.MALFORMED_REFERENCE,
                    site,
                    "the capability id \"" + id + "\" in " + member + " is malformed",
                    "write " + FORM + suggestion(id));
        } else if (id.equals(verb.capability().id())) {
            problems.add(
                    Code.SELF_REFERENCE,
                    site,
                    member + " names the verb's own id " + id,
                    "remove it");
        }
    }

    private static boolean malformed(String id) {
        return id.length() > MAX_LENGTH || !ID.matcher(id).matches();
    }

    private static String suggestion(String id) {
        String likely = id.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[/:\\s]+", ".")
                .replaceAll("_+", "-");
        return malformed(likely) ? ", such as account.transfer" : ", such as " + likely;
    }
}
