package dev.cnv.runtime.delegation;

import dev.cnv.runtime.identity.Agent;
import dev.cnv.runtime.identity.AgentId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name by which a certificate says whose key it vouches for: its one alternative name (subjectAltName,
 * RFC 5280 section 4.2.1.6) that is a URI of the scheme {@code cnv}.
 *
 * <pre>
 * cnv://HOST/NAME?type=TYPE        names the agent HOST/NAME of that type
 * cnv://acme.example/alice?type=person        is the person acme.example/alice
 * </pre>
 *
 * The host is part of the agent's name because it is what an authority's name constraints bind (section
 * 4.2.1.10): an authority for {@code partner.example} can vouch for {@code partner.example/...} only.
 *
 * @param id the agent
 * @param type its type
 */
public record PrincipalName(AgentId id, String type) {

    private static final String SCHEME = "cnv:";

    /* Implementation notes: no colon, at sign, percent sign or upper case in host and path, and a host
     * whose last label begins with a letter, so that this, the JDK and Bouncy Castle read the same
     * host. PrincipalNamePropertyTest compares them. */
    private static final String LABEL_END = "(?:[a-z0-9-]*[a-z0-9])?";

    private static final String HOST = "(?:[a-z0-9]" + LABEL_END + "\\.)*[a-z]" + LABEL_END;

    private static final Pattern FORM = Pattern.compile("cnv://(" + HOST
            + "(?:/[A-Za-z0-9][A-Za-z0-9._-]*)+)" + "\\?type=([A-Za-z0-9][A-Za-z0-9._-]{0,63})");

    private static final int MAX_ID_LENGTH = 128;

    /** Looked at before the form, so that matching takes no long time. */
    private static final int MAX_LENGTH = 256;

    /**
     * The name among a certificate's URIs.
     *
     * @param uris the alternative names that are URIs
     * @return the name; empty when there is none of the scheme, more than one, or one of another form
     */
    public static Optional<PrincipalName> of(List<String> uris) {
        List<String> ours = uris.stream()
                .filter(uri -> uri.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .toList();
        if (ours.size() != 1 || ours.getFirst().length() > MAX_LENGTH) {
            return Optional.empty();
        }
        Matcher parts = FORM.matcher(ours.getFirst());
        return parts.matches() && parts.group(1).length() <= MAX_ID_LENGTH
                ? Optional.of(new PrincipalName(new AgentId(parts.group(1)), parts.group(2)))
                : Optional.empty();
    }

    boolean names(Agent agent) {
        return agent.id().equals(id) && agent.type().equals(type);
    }

    @Override
    public String toString() {
        return id + " (" + type + ")";
    }
}
