package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The payloads that records name. Memory grows with their number. */
final class PayloadMentions {

    private static final String ERASED = "payload-erased";

    /** The members that name payloads, by the type of the event. */
    private static final Map<String, List<String>> MEMBERS = Map.of(
            "policy-decision",
            List.of("argumentsPayload", "chain"),
            "policy-changed",
            List.of("body"),
            "replay-completed",
            List.of("result", "signature"),
            ERASED,
            List.of("payload"));

    /** Whether the last record that names a payload says that it was erased. */
    private final Map<Digest, Boolean> erased = new HashMap<>();

    void add(String type, ObjectNode event) {
        MEMBERS.getOrDefault(type, List.of()).forEach(member -> add(event.get(member), type));
        add(event.get(SpilledEvent.MEMBER), type);
        add(event.path("request").get("ways"), type);
    }

    private void add(@Nullable JsonNode value, String type) {
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
