package dev.cnv.runtime.certificate;

import dev.cnv.runtime.canonical.CborReader;
import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.identity.Agent;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.identity.PrincipalKind;
import dev.cnv.runtime.identity.TenantId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The claims of a certificate or receipt as one CBOR map with integer keys: collects the fields that
 * are there, in ascending order of their keys, and writes them.
 *
 * <p><b>Threading:</b> for one thread.
 */
final class ClaimFields {

    static final int MAX_NAME_BYTES = 128;
    static final int MAX_TEXT_BYTES = 1024;
    static final int UUID_BYTES = 16;

    /** The years 1970 to 2261, which an integer of nanoseconds can name. */
    static final long MAX_EPOCH_MILLIS = Long.MAX_VALUE / 1_000_000;

    private record Field(long key, Consumer<CborWriter> value) {}

    private final List<Field> fields = new ArrayList<>();

    ClaimFields put(long key, Consumer<CborWriter> value) {
        fields.add(new Field(key, value));
        return this;
    }

    ClaimFields text(long key, String value) {
        return put(key, out -> out.text(value));
    }

    ClaimFields integer(long key, long value) {
        return put(key, out -> out.integer(value));
    }

    ClaimFields bool(long key, boolean value) {
        return put(key, out -> out.bool(value));
    }

    ClaimFields digest(long key, Digest value) {
        return put(key, out -> out.digest(value));
    }

    ClaimFields uuid(long key, UUID value) {
        return put(key, out -> out.bytes(bytes(value)));
    }

    ClaimFields texts(long key, List<String> values) {
        return put(key, out -> {
            out.array(values.size());
            values.forEach(out::text);
        });
    }

    ClaimFields principal(long key, Principal principal) {
        return put(
                key,
                out -> out.array(5)
                        .text(principal.agent().id().value())
                        .text(principal.agent().type())
                        .text(principal.tenant().value())
                        .text(principal.kind().name())
                        .text(principal.root().value()));
    }

    <T> ClaimFields optional(long key, Optional<T> value, BiConsumer<CborWriter, T> writer) {
        value.ifPresent(present -> put(key, out -> writer.accept(out, present)));
        return this;
    }

    byte[] toBytes() {
        CborWriter out = new CborWriter(1024).map(fields.size());
        fields.forEach(field -> field.value().accept(out.key(field.key())));
        return out.toBytes();
    }

    static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(UUID_BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    static UUID uuid(CborReader in) {
        ByteBuffer bytes = ByteBuffer.wrap(in.bytesExactly(UUID_BYTES));
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    static String name(CborReader in) {
        return in.text(MAX_NAME_BYTES);
    }

    static Instant millis(CborReader in) {
        return Instant.ofEpochMilli(in.integer(0, MAX_EPOCH_MILLIS));
    }

    static <T> List<T> list(CborReader in, int maxCount, Function<CborReader, T> reader) {
        List<T> values = new ArrayList<>();
        for (int left = in.openArray(maxCount); left > 0; left--) {
            values.add(reader.apply(in));
        }
        in.close();
        return List.copyOf(values);
    }

    static <E extends Enum<E>> E constant(CborReader in, Class<E> type) {
        return in.value(MAX_NAME_BYTES, name -> Enum.valueOf(type, name));
    }

    /** Names that stand in one order only, each once. */
    static <T extends Comparable<T>> List<T> ascending(
            CborReader in, int maxCount, Function<CborReader, T> reader) {
        List<T> values = list(in, maxCount, reader);
        for (int i = 1; i < values.size(); i++) {
            if (values.get(i - 1).compareTo(values.get(i)) >= 0) {
                throw in.refused("is not in ascending order, each once");
            }
        }
        return values;
    }

    static List<String> texts(CborReader in) {
        return list(in, CertificateDescriptor.MAX_RULE_COUNT, from -> from.text(MAX_TEXT_BYTES));
    }

    static Principal principal(CborReader in) {
        in.openTuple(5);
        AgentId agent = in.value(MAX_NAME_BYTES, AgentId::new);
        String type = in.text(MAX_TEXT_BYTES);
        TenantId tenant = in.value(MAX_NAME_BYTES, TenantId::new);
        PrincipalKind kind = constant(in, PrincipalKind.class);
        AgentId root = in.value(MAX_NAME_BYTES, AgentId::new);
        in.close();
        return new Principal(Agent.of(agent.value(), type), tenant, kind, root);
    }

    static <T> Optional<T> optional(
            CborReader in, long key, String name, Function<CborReader, T> reader) {
        return in.optionalKey(key, name) ? Optional.of(reader.apply(in)) : Optional.empty();
    }
}
