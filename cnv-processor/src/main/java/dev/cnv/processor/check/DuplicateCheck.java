package dev.cnv.processor.check;

import dev.cnv.processor.diagnostic.Code;
import dev.cnv.processor.diagnostic.Problems;
import dev.cnv.processor.model.Handler;
import dev.cnv.processor.model.Verb;
import java.util.HashMap;
import java.util.Map;

/** Across the classes of a compilation, ids and generated names differ. Remembers names only. */
public final class DuplicateCheck {

    private final Map<String, String> ids = new HashMap<>();
    private final Map<String, String> certificates = new HashMap<>();
    private final Map<String, String> modules = new HashMap<>();

    /**
     * Checks a class against all that were checked before.
     *
     * @param handler the class's model
     * @return what is wrong with it
     */
    public Problems check(Handler handler) {
        Problems problems = new Problems();
        String type = handler.type().canonicalName();
        String twinType = modules.putIfAbsent(handler.verbsType().canonicalName(), type);
        if (twinType != null) {
            problems.add(
                    Code.NAME_CLASH,
                    handler.site(),
                    "the classes " + twinType + " and " + type + " would both have the verbs class "
                            + handler.verbsType().simpleName(),
                    "rename one of the classes");
        }
        for (Verb verb : handler.verbs()) {
            check(verb, type + "#" + verb.method().name(), type, problems);
        }
        return problems;
    }

    private void check(Verb verb, String method, String type, Problems problems) {
        String id = verb.capability().id();
        String twin = ids.putIfAbsent(id, method);
        if (twin != null) {
            problems.add(
                    Code.DUPLICATE_ID,
                    CapabilityCheck.site(verb, "id"),
                    "the capability id " + id + " belongs to " + twin + " already",
                    "give one of the two verbs another id");
            return;
        }
        String holder =
                certificates.putIfAbsent(verb.certificate().canonicalName(), type + " " + id);
        if (holder != null && !holder.startsWith(type + " ")) {
            problems.add(
                    Code.NAME_CLASH,
                    CapabilityCheck.site(verb, "id"),
                    "the ids " + holder.substring(holder.indexOf(' ') + 1) + " and " + id
                            + " would both have the certificate "
                            + verb.certificate().simpleName(),
                    "change one of the ids, or put the verbs into different packages");
        }
    }
}
