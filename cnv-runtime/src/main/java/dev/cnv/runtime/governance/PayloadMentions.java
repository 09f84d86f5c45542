package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The payloads that records name. Memory grows with their number. */
final class PayloadMentions {

    private static final String ERASED = "payload-erased";

    /** The member that names a payload, by the type of the event. */
    private static final Map<String, String> MEMBERS = Map.of(
            "policy-decision",
            "argumentsPayload",
            "policy-changed",
            "body",
            "replay-completed",
            "result",
            ERASED,
            "payload");

    /** Whether the last record that names a payload says that it was erased. */
    private final Map<Digest, Boolean> erased = new HashMap<>();

    void add(String type, ObjectNode event) {
        JsonNode value = event.get(MEMBERS.getOrDefault(type, ""));
        if (value == null || !value.isString()) {
            return;
        }
        try {
            erased.put(new Digest(value.stringValue()), type.equals(ERASED));
        } catch (IllegalArgumentException _) {
            // No digest, so no payload: the reader of the event judges it.
        }
    }

    /** Checks a store against what was named. */
    PayloadVerification verify(Optional<PayloadStore> store) throws IOException {
        if (store.isEmpty()) {
            return new PayloadVerification(0, 0, List.of(), erased.size(), List.of());
        }
        Check check = new Check();
        store.get().visit(check);
        check.damaged.sort(null);
        check.unfinished.sort(null);
        return new PayloadVerification(
                check.kept,
                check.keptBytes,
                check.damaged,
                erased.size() - check.named,
                check.unfinished);
    }

    private final class Check implements PayloadStore.Visitor {
        private long kept;
        private long keptBytes;
        private long named;
        private final List<Digest> damaged = new ArrayList<>();
        private final List<Digest> unfinished = new ArrayList<>();

        @Override
        public void payload(Digest digest, long sizeBytes, boolean intact) {
            kept++;
            keptBytes += sizeBytes;
            named += erased.containsKey(digest) ? 1 : 0;
            if (!intact) {
                damaged.add(digest);
            }
            if (erased.getOrDefault(digest, false)) {
                unfinished.add(digest);
            }
        }
    }
}
