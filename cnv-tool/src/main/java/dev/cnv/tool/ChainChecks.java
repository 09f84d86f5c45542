package dev.cnv.tool;

import dev.cnv.runtime.delegation.Token;
import dev.cnv.runtime.outcome.Denial;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was checked about a chain, in order, up to the first that failed. */
final class ChainChecks {

    private static final String REVOCATION = "not revoked";
    private static final String AUDIENCE = "for this audience";
    private static final String WINDOW = "inside its window";

    private ChainChecks() {}

    /**
     * A check.
     *
     * @param check what was asked
     * @param result ok, refused, or - when an earlier check failed; or marks in their place
     */
    record Check(String check, String result) {}

    /** How results are written. */
    record Marks(String ok, String refused, String unasked) {

        static Marks of(boolean symbols) {
            return symbols ? new Marks("\u2714", "\u2718", "-") : new Marks("ok", "refused", "-");
        }
    }

    /**
     * Every check with its result.
     *
     * @param linkCount how many links the chain has
     * @param failure the verifier's refusal; empty when the chain holds
     */
    static List<Check> of(int linkCount, Optional<Denial> failure, Marks marks) {
        List<String> names = names(linkCount);
        int failed = failure.map(denial -> failed(names, denial)).orElse(names.size());
        List<Check> checks = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String result =
                    i < failed ? marks.ok() : i == failed ? marks.refused() : marks.unasked();
            checks.add(new Check(names.get(i), result));
        }
        return List.copyOf(checks);
    }

    private static List<String> names(int linkCount) {
        List<String> names = new ArrayList<>();
        for (int link = 1; link <= linkCount && link <= Token.MAX_DEPTH; link++) {
            names.add(issuer(link));
            names.add(signature(link));
            names.add(content(link));
        }
        names.addAll(List.of(REVOCATION, AUDIENCE, WINDOW));
        return names;
    }

    private static int failed(List<String> names, Denial denial) {
        int link = Integer.parseInt(denial.details().getOrDefault("link", "1"));
        String name = switch (denial.reason()) {
            case CREDENTIAL_UNKNOWN, KEY_NOT_VOUCHED -> issuer(1);
            case CHAIN_BROKEN -> issuer(link);
            case SIGNATURE_INVALID -> signature(link);
            case CREDENTIAL_REVOKED -> REVOCATION;
            case AUDIENCE_MISMATCH -> AUDIENCE;
            case CREDENTIAL_EXPIRED -> WINDOW;
            default -> content(link);
        };
        return Math.max(0, names.indexOf(name));
    }

    private static String issuer(int link) {
        return link == 1
                ? "link 1 is issued by a trusted root"
                : "link " + link + " is issued by the holder of link " + (link - 1);
    }

    private static String signature(int link) {
        return "link " + link + " is signed";
    }

    private static String content(int link) {
        return link == 1
                ? "link 1 can be read and begins the chain"
                : "link " + link + " is no wider than link " + (link - 1);
    }
}
