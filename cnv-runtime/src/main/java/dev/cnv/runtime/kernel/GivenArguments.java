package dev.cnv.runtime.kernel;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.decode.Redaction;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.governance.PolicyDecision;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The arguments of an earlier call, as much of them as tells whether others are the same. */
sealed interface GivenArguments {

    /**
     * Known by digests.
     *
     * @param commitments the sensitive ones by name, as {@link Redaction} commits to them; none where the
     *     values themselves were there to digest
     * @param rest the digest of the canonical form of the others
     */
    record Digested(Map<String, JsonNode> commitments, Digest rest) implements GivenArguments {

        static Digested of(ObjectNode recorded) {
            Map<String, JsonNode> commitments = recorded.properties().stream()
                    .filter(argument -> Redaction.isCommitment(argument.getValue()))
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
            return new Digested(commitments, rest(recorded, commitments.keySet()));
        }

        boolean same(Call call) {
            ObjectNode given = call.arguments();
            return commitments.isEmpty()
                    ? rest.equals(call.digest())
                    : rest.equals(rest(given, commitments.keySet()))
                            && commitments.entrySet().stream()
                                    .allMatch(each ->
                                            same(each.getValue(), given.path(each.getKey())));
        }

        /** An argument that is not sensitive may have the form of a commitment. */
        private static boolean same(JsonNode recorded, JsonNode given) {
            return recorded.equals(given)
                    || (!given.isMissingNode() && Redaction.commits(recorded, given));
        }

        private static Digest rest(ObjectNode arguments, Set<String> without) {
            ObjectNode others = JsonNodeFactory.instance.objectNode();
            arguments.properties().stream()
                    .filter(argument -> !without.contains(argument.getKey()))
                    .forEach(argument -> others.set(argument.getKey(), argument.getValue()));
            return CanonicalJson.digest(others);
        }
    }

    /**
     * Kept beside the ledger's records, where they can be erased.
     *
     * @param payload their digest
     */
    record Kept(Digest payload) implements GivenArguments {}

    static GivenArguments of(Call call) {
        return new Digested(Map.of(), call.digest());
    }

    static GivenArguments of(PolicyDecision decided) {
        return decided.argumentsPayload().isPresent()
                ? new Kept(decided.argumentsPayload().get())
                : Digested.of(decided.arguments());
    }

    /**
     * Says whether a call has the same arguments. Erased ones count as the same: whoever has the key has
     * what became of its call, and is never told to make it again.
     *
     * @throws LedgerException when what was kept cannot be read
     */
    default boolean same(Call call, Ledger ledger) {
        return switch (this) {
            case Digested digested -> digested.same(call);
            case Kept(Digest payload) ->
                ledger.payload(payload)
                        .map(bytes -> read(payload, bytes).same(call))
                        .orElse(true);
        };
    }

    private static Digested read(Digest payload, byte[] bytes) {
        Optional<JsonNode> recorded;
        try {
            recorded = Optional.of(
                    StrictJson.parse(new String(bytes, StandardCharsets.UTF_8)).path("arguments"));
        } catch (JsonRefusedException _) {
            recorded = Optional.empty();
        }
        return recorded.filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .map(Digested::of)
                .orElseThrow(() -> new LedgerException(
                        "payload=" + payload.shortHex() + " holds no arguments", null));
    }
}
