package dev.cnv.runtime.worker;

import dev.cnv.runtime.canonical.CborReader;
import dev.cnv.runtime.canonical.CborType;
import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.certificate.PolicyTrace;
import dev.cnv.runtime.identity.Agent;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.identity.PrincipalKind;
import dev.cnv.runtime.identity.QualityOfService;
import dev.cnv.runtime.identity.TenantId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * How the context of a call goes to a worker, so that a handler sees there what it would see here.
 *
 * <pre>
 * context   = [ invocation, correlation, parent or null, principal, quality, received, dryRun,
 *               idempotencyKey or null, [verb], causation or null ]
 * principal = [ agent, type, version, [name, value, name, value ...], tenant, kind, root ]
 * quality   = [ priority, importance, mustSucceed ]
 * policy    = [ engine, hash, [considered], matched or null, nanoseconds, [error], facts or null, epoch ]
 * instant   = [ seconds, nanoseconds ]          id = bstr, 16 bytes
 * </pre>
 */
final class ContextForm {

    private static final int MAX_TEXT_BYTES = 64 * 1024;
    private static final int MAX_COUNT = 4096;
    private static final int UUID_BYTES = 16;
    private static final long MAX_NANO = 999_999_999;

    private ContextForm() {}

    static void write(CborWriter out, CallContext context) {
        out.array(10);
        write(out, context.invocation());
        out.text(context.correlation());
        optional(out, context.parent(), ContextForm::write);
        write(out, context.principal());
        write(out, context.qualityOfService());
        write(out, context.received());
        out.bool(context.dryRun());
        optional(out, context.idempotencyKey(), CborWriter::text);
        texts(out, context.path().stream().map(CapabilityId::path).toList());
        optional(out, context.causation(), ContextForm::write);
    }

    static CallContext context(CborReader in) {
        in.openTuple(10);
        CallContext context = new CallContext(
                uuid(in),
                in.text(MAX_TEXT_BYTES),
                optional(in, ContextForm::uuid),
                principal(in),
                quality(in),
                instant(in),
                in.bool(),
                optional(in, from -> from.text(MAX_TEXT_BYTES)),
                list(in, from -> from.value(MAX_TEXT_BYTES, CapabilityId::new)),
                optional(in, ContextForm::uuid));
        in.close();
        return context;
    }

    private static void write(CborWriter out, Principal principal) {
        Agent agent = principal.agent();
        List<String> pairs = new ArrayList<>();
        agent.metadata().forEach((name, value) -> pairs.addAll(List.of(name, value)));
        out.array(7).text(agent.id().value()).text(agent.type()).text(agent.version());
        texts(out, pairs);
        out.text(principal.tenant().value())
                .text(principal.kind().name())
                .text(principal.root().value());
    }

    private static Principal principal(CborReader in) {
        in.openTuple(7);
        AgentId id = in.value(MAX_TEXT_BYTES, AgentId::new);
        String type = in.text(MAX_TEXT_BYTES);
        String version = in.text(MAX_TEXT_BYTES);
        Agent agent = new Agent(id, type, version, metadata(in));
        Principal principal = new Principal(
                agent,
                in.value(MAX_TEXT_BYTES, TenantId::new),
                in.value(MAX_TEXT_BYTES, PrincipalKind::valueOf),
                in.value(MAX_TEXT_BYTES, AgentId::new));
        in.close();
        return principal;
    }

    private static Map<String, String> metadata(CborReader in) {
        List<String> pairs = list(in, from -> from.text(MAX_TEXT_BYTES));
        if (pairs.size() % 2 != 0) {
            throw in.refused("has a name without a value");
        }
        Map<String, String> metadata = new TreeMap<>();
        for (int i = 0; i < pairs.size(); i += 2) {
            metadata.put(pairs.get(i), pairs.get(i + 1));
        }
        return metadata;
    }

    private static void write(CborWriter out, QualityOfService quality) {
        out.array(3)
                .text(quality.priority().name())
                .integer(quality.importance())
                .bool(quality.mustSucceed());
    }

    private static QualityOfService quality(CborReader in) {
        in.openTuple(3);
        QualityOfService quality = new QualityOfService(
                in.value(MAX_TEXT_BYTES, QualityOfService.Priority::valueOf),
                (int) in.integer(0, 100),
                in.bool());
        in.close();
        return quality;
    }

    static void write(CborWriter out, PolicyTrace trace) {
        out.array(8).text(trace.engine()).digest(trace.policy());
        texts(out, trace.considered());
        optional(out, trace.matched(), CborWriter::text);
        out.integer(trace.evaluationNanos());
        texts(out, trace.errors());
        optional(out, trace.facts(), CborWriter::digest);
        out.integer(trace.epoch());
    }

    static PolicyTrace trace(CborReader in) {
        in.openTuple(8);
        PolicyTrace trace = new PolicyTrace(
                in.text(MAX_TEXT_BYTES),
                in.digest(),
                list(in, from -> from.text(MAX_TEXT_BYTES)),
                optional(in, from -> from.text(MAX_TEXT_BYTES)),
                in.integer(),
                list(in, from -> from.text(MAX_TEXT_BYTES)),
                optional(in, CborReader::digest),
                in.integer(),
                Optional.empty());
        in.close();
        return trace;
    }

    static void write(CborWriter out, UUID id) {
        out.bytes(ByteBuffer.allocate(UUID_BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array());
    }

    static UUID uuid(CborReader in) {
        ByteBuffer bytes = ByteBuffer.wrap(in.bytesExactly(UUID_BYTES));
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    static void write(CborWriter out, Instant instant) {
        out.array(2).integer(instant.getEpochSecond()).integer(instant.getNano());
    }

    static Instant instant(CborReader in) {
        in.openTuple(2);
        long seconds = in.integer(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond());
        Instant instant = Instant.ofEpochSecond(seconds, in.integer(0, MAX_NANO));
        in.close();
        return instant;
    }

    private static void texts(CborWriter out, List<String> values) {
        out.array(values.size());
        values.forEach(out::text);
    }

    private static <T> List<T> list(CborReader in, Function<CborReader, T> reader) {
        List<T> values = new ArrayList<>();
        for (int left = in.openArray(MAX_COUNT); left > 0; left--) {
            values.add(reader.apply(in));
        }
        in.close();
        return List.copyOf(values);
    }

    private static <T> void optional(
            CborWriter out, Optional<T> value, BiConsumer<CborWriter, T> writer) {
        if (value.isPresent()) {
            writer.accept(out, value.get());
        } else {
            out.nil();
        }
    }

    private static <T> Optional<T> optional(CborReader in, Function<CborReader, T> reader) {
        if (in.peek() == CborType.NULL) {
            in.nil();
            return Optional.empty();
        }
        return Optional.of(reader.apply(in));
    }
}
