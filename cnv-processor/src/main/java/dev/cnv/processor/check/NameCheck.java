package dev.cnv.processor.check;

import dev.cnv.processor.diagnostic.Code;
import dev.cnv.processor.diagnostic.Problems;
import dev.cnv.processor.model.ClassName;
import dev.cnv.processor.model.Handler;
import dev.cnv.processor.model.Names;
import dev.cnv.processor.model.Verb;
import java.util.HashMap;
import java.util.Map;

/** Names generated for the verbs of one class must differ. */
final class NameCheck {

    private NameCheck() {}

    static void check(Handler handler, Problems problems) {
        Map<String, Verb> constants = new HashMap<>();
        Map<ClassName, Verb> certificates = new HashMap<>();
        for (Verb verb : handler.verbs()) {
            String name = verb.method().name();
            Verb twin = constants.putIfAbsent(Names.constant(name), verb);
            if (twin != null) {
                problems.add(
                        Code.NAME_CLASH,
                        verb.site(),
                        "the verbs " + twin.capability().id() + " and "
                                + verb.capability().id()
                                + " would both be called " + Names.constant(name) + " in "
                                + handler.verbsType().simpleName(),
                        "rename the method " + name);
            }
            Verb other = certificates.putIfAbsent(verb.certificate(), verb);
            if (other != null
                    && !other.capability().id().equals(verb.capability().id())) {
                problems.add(
                        Code.NAME_CLASH,
                        CapabilityCheck.site(verb, "id"),
                        "the ids " + other.capability().id() + " and "
                                + verb.capability().id() + " would both have the certificate "
                                + verb.certificate().simpleName(),
                        "change one of the ids");
            }
            if (verb.hidesObjectMethod()) {
                problems.add(
                        Code.NAME_CLASH,
                        verb.site(),
                        "the typed call " + name + " of " + verb.capability().id()
                                + " would clash with the method " + name + " of java.lang.Object",
                        "rename the method; the id can stay");
            }
        }
    }
}
