package dev.cnv.audit.witness;

import dev.cnv.runtime.tlog.NoteKey;
import java.net.URI;
import java.util.List;

/**
 * A witness that is asked.
 *
 * @param name its name
 * @param submissionPrefix the URL that {@code /add-checkpoint} is below; http or https
 * @param keys its keys, at least one, all of its name
 */
public record WitnessEndpoint(String name, URI submissionPrefix, List<NoteKey> keys) {

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException when there is no key, a key has another name or makes no
     *     cosignatures, or the URL is not http or https
     */
    public WitnessEndpoint {
        keys = List.copyOf(keys);
        String ofName = name;
        boolean isItsOwn = keys.stream()
                .allMatch(key -> key.name().equals(ofName) && key.type().isTimed());
        if (keys.isEmpty() || !isItsOwn) {
            throw new IllegalArgumentException(
                    "witness=" + name + " has no key, or one that is not its own");
        }
        String scheme = submissionPrefix.getScheme();
        if (!"http".equals(scheme) && !"https".equals(scheme)) {
            throw new IllegalArgumentException(
                    "submissionPrefix=" + submissionPrefix + " is not http or https");
        }
    }

    URI addCheckpoint() {
        String prefix = submissionPrefix.toString();
        return URI.create(prefix + (prefix.endsWith("/") ? "" : "/") + "add-checkpoint");
    }
}
