package types;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.capability.VerbKey;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Stage;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.spi.Dispatch;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.ValueReader;
import dev.cnv.runtime.spi.ValueWriter;
import dev.cnv.runtime.spi.VerbModule;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.annotation.processing.Generated;

/** The verbs of {@link Types}. */
@Generated("dev.cnv.processor.CnvProcessor")
public final class TypesVerbs implements VerbModule {
    /** {@code types.boxes}, see {@link Types#boxes}. */
    public static final VerbKey<TypesBoxesCertificate.Input, Void> BOXES =
            VerbKey.of("types.boxes");
    /** {@code types.collections}, see {@link Types#collections}. */
    public static final VerbKey<TypesCollectionsCertificate.Input, Void> COLLECTIONS =
            VerbKey.of("types.collections");
    /** {@code types.of-results-bytes}, see {@link Types#bytes}. */
    public static final VerbKey<TypesOfResultsBytesCertificate.Input, byte[]> BYTES =
            VerbKey.of("types.of-results-bytes");
    /** {@code types.of-results-choice}, see {@link Types#choice}. */
    public static final VerbKey<TypesOfResultsChoiceCertificate.Input, Types.Color> CHOICE =
            VerbKey.of("types.of-results-choice");
    /** {@code types.of-results-map}, see {@link Types#map}. */
    public static final VerbKey<TypesOfResultsMapCertificate.Input, Map<String, List<Types.Color>>> MAP =
            VerbKey.of("types.of-results-map");
    /** {@code types.of-results-optional}, see {@link Types#optional}. */
    public static final VerbKey<TypesOfResultsOptionalCertificate.Input, Optional<Types.Line>> OPTIONAL =
            VerbKey.of("types.of-results-optional");
    /** {@code types.of-results-scalar}, see {@link Types#scalar}. */
    public static final VerbKey<TypesOfResultsScalarCertificate.Input, Long> SCALAR =
            VerbKey.of("types.of-results-scalar");
    /** {@code types.optionals}, see {@link Types#optionals}. */
    public static final VerbKey<TypesOptionalsCertificate.Input, Void> OPTIONALS =
            VerbKey.of("types.optionals");
    /** {@code types.primitives}, see {@link Types#primitives}. */
    public static final VerbKey<TypesPrimitivesCertificate.Input, Void> PRIMITIVES =
            VerbKey.of("types.primitives");
    /** {@code types.records}, see {@link Types#records}. */
    public static final VerbKey<TypesRecordsCertificate.Input, Void> RECORDS =
            VerbKey.of("types.records");
    /** {@code types.values}, see {@link Types#values}. */
    public static final VerbKey<TypesValuesCertificate.Input, Void> VALUES =
            VerbKey.of("types.values");

    private final List<VerbDescriptor> descriptors = List.of(
            boxesDescriptor(), collectionsDescriptor(), bytesDescriptor(), choiceDescriptor(),
            mapDescriptor(), optionalDescriptor(), scalarDescriptor(), optionalsDescriptor(),
            primitivesDescriptor(), recordsDescriptor(), valuesDescriptor());
    private final Types handler;

    /** Verbs of a new {@link Types}. */
    public TypesVerbs() {
        this(new Types());
    }

    /**
     * Verbs of a given {@link Types}.
     *
     * @param handler runs the verbs
     */
    public TypesVerbs(Types handler) {
        this.handler = handler;
    }

    /**
     * Typed calls for one caller.
     *
     * @param session the caller
     * @return the calls
     */
    public static Calls with(Session session) {
        return new Calls(session);
    }

    @Override
    public String summary() {
        return "Every type that a parameter may have.";
    }

    @Override
    public List<VerbDescriptor> verbs() {
        return descriptors;
    }

    @Override
    public InputStream schemas() {
        return Objects.requireNonNull(TypesVerbs.class.getResourceAsStream(
                "/META-INF/cnv/schemas/types.Types.json"));
    }

    @Override
    public Object readInput(int verb, ValueReader in) {
        switch (verb) {
            case 0: return new TypesBoxesCertificate.Input(
                            in.at("a").bool(), in.at("b").int8(), in.at("c").int16(),
                            in.at("d").int32(), in.at("e").int64(), in.at("f").float32(),
                            in.at("g").float64(), in.at("h").character());
            case 1: return new TypesCollectionsCertificate.Input(
                            in.at("a").list(ValueReader::text), in.at("b").set(ValueReader::int32),
                            in.at("c").map(ValueReader::duration),
                            in.at("d").list(from -> from.choice(Types.Color.class)),
                            in.at("e").set(from -> from.structure(TypesVerbs::readPoint)),
                            in.at("f").map(from -> from.structure(TypesVerbs::readLine)),
                            in.at("g").list(from -> from.list(ValueReader::int32)),
                            in.at("h").map(from -> from.map(from2 -> from2.list(from3 -> from3.structure(TypesVerbs::readPoint)))),
                            in.at("i").list(ValueReader::bytes));
            case 2: return new TypesOfResultsBytesCertificate.Input();
            case 3: return new TypesOfResultsChoiceCertificate.Input();
            case 4: return new TypesOfResultsMapCertificate.Input();
            case 5: return new TypesOfResultsOptionalCertificate.Input();
            case 6: return new TypesOfResultsScalarCertificate.Input();
            case 7: return new TypesOptionalsCertificate.Input(
                            in.at("a").optional(ValueReader::bool),
                            in.at("b").optional(ValueReader::int32),
                            in.at("c").optional(ValueReader::text),
                            in.at("d").optional(from -> from.choice(Types.Color.class)),
                            in.at("e").optional(from -> from.structure(TypesVerbs::readPoint)),
                            in.at("f").optional(from -> from.list(ValueReader::text)),
                            in.at("g").optional(ValueReader::bytes));
            case 8: return new TypesPrimitivesCertificate.Input(
                            in.at("a").bool(), in.at("b").int8(), in.at("c").int16(),
                            in.at("d").int32(), in.at("e").int64(), in.at("f").float32(),
                            in.at("g").float64(), in.at("h").character());
            case 9: return new TypesRecordsCertificate.Input(
                            in.at("a").structure(TypesVerbs::readPoint),
                            in.at("b").structure(TypesVerbs::readLine),
                            in.at("c").structure(TypesVerbs::readEmpty),
                            in.at("d").structure(TypesVerbs::readScalars));
            case 10: return new TypesValuesCertificate.Input(
                            in.at("a").text(), in.at("b").decimal(), in.at("c").path(),
                            in.at("d").uri(), in.at("e").inetAddress(), in.at("f").duration(),
                            in.at("g").instant(), in.at("h").uuid(), in.at("i").bytes(),
                            in.at("j").choice(Types.Color.class));
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public void writeInput(int verb, Object input, ValueWriter out) {
        switch (verb) {
            case 0 -> {
                var it = (TypesBoxesCertificate.Input) input;
                out.at("a").bool(it.a());
                out.at("b").int8(it.b());
                out.at("c").int16(it.c());
                out.at("d").int32(it.d());
                out.at("e").int64(it.e());
                out.at("f").float32(it.f());
                out.at("g").float64(it.g());
                out.at("h").character(it.h());
            }
            case 1 -> {
                var it = (TypesCollectionsCertificate.Input) input;
                out.at("a").list(it.a(), ValueWriter::text);
                out.at("b").list(it.b(), ValueWriter::int32);
                out.at("c").map(it.c(), ValueWriter::duration);
                out.at("d").list(it.d(), ValueWriter::choice);
                out.at("e").list(it.e(), (to, each) -> to.structure(each, TypesVerbs::writePoint));
                out.at("f").map(it.f(), (to, each) -> to.structure(each, TypesVerbs::writeLine));
                out.at("g").list(it.g(), (to, each) -> to.list(each, ValueWriter::int32));
                out.at("h").map(it.h(), (to, each) -> to.map(each, (to2, each2) -> to2.list(each2, (to3, each3) -> to3.structure(each3, TypesVerbs::writePoint))));
                out.at("i").list(it.i(), ValueWriter::bytes);
            }
            case 7 -> {
                var it = (TypesOptionalsCertificate.Input) input;
                out.at("a").optional(it.a(), ValueWriter::bool);
                out.at("b").optional(it.b(), ValueWriter::int32);
                out.at("c").optional(it.c(), ValueWriter::text);
                out.at("d").optional(it.d(), ValueWriter::choice);
                out.at("e").optional(it.e(), (to, each) -> to.structure(each, TypesVerbs::writePoint));
                out.at("f").optional(it.f(), (to, each) -> to.list(each, ValueWriter::text));
                out.at("g").optional(it.g(), ValueWriter::bytes);
            }
            case 8 -> {
                var it = (TypesPrimitivesCertificate.Input) input;
                out.at("a").bool(it.a());
                out.at("b").int8(it.b());
                out.at("c").int16(it.c());
                out.at("d").int32(it.d());
                out.at("e").int64(it.e());
                out.at("f").float32(it.f());
                out.at("g").float64(it.g());
                out.at("h").character(it.h());
            }
            case 9 -> {
                var it = (TypesRecordsCertificate.Input) input;
                out.at("a").structure(it.a(), TypesVerbs::writePoint);
                out.at("b").structure(it.b(), TypesVerbs::writeLine);
                out.at("c").structure(it.c(), TypesVerbs::writeEmpty);
                out.at("d").structure(it.d(), TypesVerbs::writeScalars);
            }
            case 10 -> {
                var it = (TypesValuesCertificate.Input) input;
                out.at("a").text(it.a());
                out.at("b").decimal(it.b());
                out.at("c").path(it.c());
                out.at("d").uri(it.d());
                out.at("e").inetAddress(it.e());
                out.at("f").duration(it.f());
                out.at("g").instant(it.g());
                out.at("h").uuid(it.h());
                out.at("i").bytes(it.i());
                out.at("j").choice(it.j());
            }
            case 2, 3, 4, 5, 6 -> {}
            default -> throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public void writeResult(int verb, Object result, ValueWriter out) {
        switch (verb) {
            case 2 -> out.bytes((byte[]) result);
            case 3 -> out.choice((Types.Color) result);
            case 4 -> out.map((Map<String, List<Types.Color>>) result, (to, each) -> to.list(each, ValueWriter::choice));
            case 5 -> out.optional((Optional<Types.Line>) result, (to, each) -> to.structure(each, TypesVerbs::writeLine));
            case 6 -> out.int64((Long) result);
            case 0, 1, 7, 8, 9, 10 -> {}
            default -> throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public Certificate<?> certificate(int verb, Stage stage, Proof proof) {
        switch (4 * verb + stage.position()) {
            case 0: return new TypesBoxesCertificate.Unchecked(proof);
            case 1: return new TypesBoxesCertificate.PolicyChecked(proof);
            case 2: return new TypesBoxesCertificate.CapabilityChecked(proof);
            case 3: return new TypesBoxesCertificate.Verified(proof);
            case 4: return new TypesCollectionsCertificate.Unchecked(proof);
            case 5: return new TypesCollectionsCertificate.PolicyChecked(proof);
            case 6: return new TypesCollectionsCertificate.CapabilityChecked(proof);
            case 7: return new TypesCollectionsCertificate.Verified(proof);
            case 8: return new TypesOfResultsBytesCertificate.Unchecked(proof);
            case 9: return new TypesOfResultsBytesCertificate.PolicyChecked(proof);
            case 10: return new TypesOfResultsBytesCertificate.CapabilityChecked(proof);
            case 11: return new TypesOfResultsBytesCertificate.Verified(proof);
            case 12: return new TypesOfResultsChoiceCertificate.Unchecked(proof);
            case 13: return new TypesOfResultsChoiceCertificate.PolicyChecked(proof);
            case 14: return new TypesOfResultsChoiceCertificate.CapabilityChecked(proof);
            case 15: return new TypesOfResultsChoiceCertificate.Verified(proof);
            case 16: return new TypesOfResultsMapCertificate.Unchecked(proof);
            case 17: return new TypesOfResultsMapCertificate.PolicyChecked(proof);
            case 18: return new TypesOfResultsMapCertificate.CapabilityChecked(proof);
            case 19: return new TypesOfResultsMapCertificate.Verified(proof);
            case 20: return new TypesOfResultsOptionalCertificate.Unchecked(proof);
            case 21: return new TypesOfResultsOptionalCertificate.PolicyChecked(proof);
            case 22: return new TypesOfResultsOptionalCertificate.CapabilityChecked(proof);
            case 23: return new TypesOfResultsOptionalCertificate.Verified(proof);
            case 24: return new TypesOfResultsScalarCertificate.Unchecked(proof);
            case 25: return new TypesOfResultsScalarCertificate.PolicyChecked(proof);
            case 26: return new TypesOfResultsScalarCertificate.CapabilityChecked(proof);
            case 27: return new TypesOfResultsScalarCertificate.Verified(proof);
            case 28: return new TypesOptionalsCertificate.Unchecked(proof);
            case 29: return new TypesOptionalsCertificate.PolicyChecked(proof);
            case 30: return new TypesOptionalsCertificate.CapabilityChecked(proof);
            case 31: return new TypesOptionalsCertificate.Verified(proof);
            case 32: return new TypesPrimitivesCertificate.Unchecked(proof);
            case 33: return new TypesPrimitivesCertificate.PolicyChecked(proof);
            case 34: return new TypesPrimitivesCertificate.CapabilityChecked(proof);
            case 35: return new TypesPrimitivesCertificate.Verified(proof);
            case 36: return new TypesRecordsCertificate.Unchecked(proof);
            case 37: return new TypesRecordsCertificate.PolicyChecked(proof);
            case 38: return new TypesRecordsCertificate.CapabilityChecked(proof);
            case 39: return new TypesRecordsCertificate.Verified(proof);
            case 40: return new TypesValuesCertificate.Unchecked(proof);
            case 41: return new TypesValuesCertificate.PolicyChecked(proof);
            case 42: return new TypesValuesCertificate.CapabilityChecked(proof);
            case 43: return new TypesValuesCertificate.Verified(proof);
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public Object invoke(int verb, Dispatch dispatch) throws Throwable {
        switch (verb) {
            case 0: return boxes(dispatch);
            case 1: return collections(dispatch);
            case 2: return bytes(dispatch);
            case 3: return choice(dispatch);
            case 4: return map(dispatch);
            case 5: return optional(dispatch);
            case 6: return scalar(dispatch);
            case 7: return optionals(dispatch);
            case 8: return primitives(dispatch);
            case 9: return records(dispatch);
            case 10: return values(dispatch);
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    private Object boxes(Dispatch dispatch) {
        var in = new TypesBoxesCertificate.Verified(dispatch.open("types.boxes")).input();
        handler.boxes(in.a(), in.b(), in.c(), in.d(), in.e(), in.f(), in.g(), in.h());
        return null;
    }

    private Object collections(Dispatch dispatch) {
        var in =
                new TypesCollectionsCertificate.Verified(dispatch.open("types.collections")).input();
        handler.collections(in.a(), in.b(), in.c(), in.d(), in.e(), in.f(), in.g(), in.h(), in.i());
        return null;
    }

    private Object bytes(Dispatch dispatch) {
        new TypesOfResultsBytesCertificate.Verified(dispatch.open("types.of-results-bytes"));
        return handler.bytes();
    }

    private Object choice(Dispatch dispatch) {
        new TypesOfResultsChoiceCertificate.Verified(dispatch.open("types.of-results-choice"));
        return handler.choice();
    }

    private Object map(Dispatch dispatch) {
        new TypesOfResultsMapCertificate.Verified(dispatch.open("types.of-results-map"));
        return handler.map();
    }

    private Object optional(Dispatch dispatch) {
        new TypesOfResultsOptionalCertificate.Verified(dispatch.open("types.of-results-optional"));
        return handler.optional();
    }

    private Object scalar(Dispatch dispatch) {
        new TypesOfResultsScalarCertificate.Verified(dispatch.open("types.of-results-scalar"));
        return handler.scalar();
    }

    private Object optionals(Dispatch dispatch) {
        var in = new TypesOptionalsCertificate.Verified(dispatch.open("types.optionals")).input();
        handler.optionals(in.a(), in.b(), in.c(), in.d(), in.e(), in.f(), in.g());
        return null;
    }

    private Object primitives(Dispatch dispatch) {
        var in = new TypesPrimitivesCertificate.Verified(dispatch.open("types.primitives")).input();
        handler.primitives(in.a(), in.b(), in.c(), in.d(), in.e(), in.f(), in.g(), in.h());
        return null;
    }

    private Object records(Dispatch dispatch) {
        var in = new TypesRecordsCertificate.Verified(dispatch.open("types.records")).input();
        handler.records(in.a(), in.b(), in.c(), in.d());
        return null;
    }

    private Object values(Dispatch dispatch) {
        var in = new TypesValuesCertificate.Verified(dispatch.open("types.values")).input();
        handler.values(
                in.a(), in.b(), in.c(), in.d(), in.e(), in.f(), in.g(), in.h(), in.i(), in.j());
        return null;
    }

    private static Types.Empty readEmpty(ValueReader in) {
        return new Types.Empty();
    }

    private static void writeEmpty(ValueWriter out, Types.Empty it) {
    }

    private static ValueType emptyType() {
        return ValueType.structure(
                "Empty");
    }

    private static Types.Line readLine(ValueReader in) {
        return new Types.Line(
                in.at("from").structure(TypesVerbs::readPoint),
                in.at("to").optional(from -> from.structure(TypesVerbs::readPoint)),
                in.at("via").list(from -> from.structure(TypesVerbs::readPoint)),
                in.at("marks").map(from -> from.structure(TypesVerbs::readPoint)),
                in.at("color").choice(Types.Color.class));
    }

    private static void writeLine(ValueWriter out, Types.Line it) {
        out.at("from").structure(it.from(), TypesVerbs::writePoint);
        out.at("to").optional(it.to(), (to, each) -> to.structure(each, TypesVerbs::writePoint));
        out.at("via").list(it.via(), (to, each) -> to.structure(each, TypesVerbs::writePoint));
        out.at("marks").map(it.marks(), (to, each) -> to.structure(each, TypesVerbs::writePoint));
        out.at("color").choice(it.color());
    }

    private static ValueType lineType() {
        return ValueType.structure(
                "Line",
                ValueType.field("from", pointType(), ""),
                ValueType.field("to", ValueType.optional(pointType()), ""),
                ValueType.field("via", ValueType.list(pointType()), ""),
                ValueType.field("marks", ValueType.map(pointType()), ""),
                ValueType.field("color", ValueType.choice("Color", "RED", "GREEN"), ""));
    }

    private static Types.Point readPoint(ValueReader in) {
        return new Types.Point(in.at("x").int32(), in.at("y").int32());
    }

    private static void writePoint(ValueWriter out, Types.Point it) {
        out.at("x").int32(it.x());
        out.at("y").int32(it.y());
    }

    private static ValueType pointType() {
        return ValueType.structure(
                "Point",
                ValueType.field("x", ValueType.INT32, ""),
                ValueType.field("y", ValueType.INT32, ""));
    }

    private static Types.Scalars readScalars(ValueReader in) {
        return new Types.Scalars(
                in.at("a").bool(), in.at("b").int8(), in.at("c").int16(), in.at("d").int32(),
                in.at("e").int64(), in.at("f").float32(), in.at("g").float64(),
                in.at("h").character(), in.at("i").text(), in.at("j").decimal(), in.at("k").path(),
                in.at("l").uri(), in.at("m").inetAddress(), in.at("n").duration(),
                in.at("o").instant(), in.at("p").uuid(), in.at("q").bytes(),
                in.at("r").choice(Types.Color.class));
    }

    private static void writeScalars(ValueWriter out, Types.Scalars it) {
        out.at("a").bool(it.a());
        out.at("b").int8(it.b());
        out.at("c").int16(it.c());
        out.at("d").int32(it.d());
        out.at("e").int64(it.e());
        out.at("f").float32(it.f());
        out.at("g").float64(it.g());
        out.at("h").character(it.h());
        out.at("i").text(it.i());
        out.at("j").decimal(it.j());
        out.at("k").path(it.k());
        out.at("l").uri(it.l());
        out.at("m").inetAddress(it.m());
        out.at("n").duration(it.n());
        out.at("o").instant(it.o());
        out.at("p").uuid(it.p());
        out.at("q").bytes(it.q());
        out.at("r").choice(it.r());
    }

    private static ValueType scalarsType() {
        return ValueType.structure(
                "Scalars",
                ValueType.field("a", ValueType.BOOLEAN, ""),
                ValueType.field("b", ValueType.INT8, ""),
                ValueType.field("c", ValueType.INT16, ""),
                ValueType.field("d", ValueType.INT32, ""),
                ValueType.field("e", ValueType.INT64, ""),
                ValueType.field("f", ValueType.FLOAT32, ""),
                ValueType.field("g", ValueType.FLOAT64, ""),
                ValueType.field("h", ValueType.CHARACTER, ""),
                ValueType.field("i", ValueType.TEXT, ""),
                ValueType.field("j", ValueType.DECIMAL, ""),
                ValueType.field("k", ValueType.PATH, ""),
                ValueType.field("l", ValueType.URI, ""),
                ValueType.field("m", ValueType.INET_ADDRESS, ""),
                ValueType.field("n", ValueType.DURATION, ""),
                ValueType.field("o", ValueType.INSTANT, ""),
                ValueType.field("p", ValueType.UUID, ""),
                ValueType.field("q", ValueType.BYTES, ""),
                ValueType.field("r", ValueType.choice("Color", "RED", "GREEN"), ""));
    }

    private static VerbDescriptor boxesDescriptor() {
        return VerbDescriptor.of("types.boxes", "1.0.0", "types.Types#boxes")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .optional("a", ValueType.BOOLEAN, "")
                .required("b", ValueType.INT8, "")
                .required("c", ValueType.INT16, "")
                .required("d", ValueType.INT32, "")
                .required("e", ValueType.INT64, "")
                .required("f", ValueType.FLOAT32, "")
                .required("g", ValueType.FLOAT64, "")
                .required("h", ValueType.CHARACTER, "")
                .schemas("15f6f67ac701aed91a00253a9e04c7913dd13593c533ba8c60e0ab25c6893f3d",
                        "b1cd4929e2550e5743a36c545df994d9d2796e4e26828159b0844034ea4fe65a");
    }

    private static VerbDescriptor collectionsDescriptor() {
        return VerbDescriptor.of("types.collections", "1.0.0", "types.Types#collections")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .optional("a", ValueType.list(ValueType.TEXT), "")
                .optional("b", ValueType.set(ValueType.INT32), "")
                .optional("c", ValueType.map(ValueType.DURATION), "")
                .optional("d", ValueType.list(ValueType.choice("Color", "RED", "GREEN")), "")
                .optional("e", ValueType.set(pointType()), "")
                .optional("f", ValueType.map(lineType()), "")
                .optional("g", ValueType.list(ValueType.list(ValueType.INT32)), "")
                .optional("h", ValueType.map(ValueType.map(ValueType.list(pointType()))), "")
                .optional("i", ValueType.list(ValueType.BYTES), "")
                .schemas("3fffa981082cbddee57b4fbf7ab6a830c85044ad6106cb648c161cbc06aabcc1",
                        "b1cd4929e2550e5743a36c545df994d9d2796e4e26828159b0844034ea4fe65a");
    }

    private static VerbDescriptor bytesDescriptor() {
        return VerbDescriptor.of("types.of-results-bytes", "1.0.0", "types.Types#bytes")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .returns(ValueType.BYTES)
                .schemas("71fc596a20f27da3dec80050e5d1f553eba34aea24c2853b853488a811e6b892",
                        "48c1a1a279b3f358056aaf694f37fb340db662e1628ac0f0d79c4f4e88fcc3cb");
    }

    private static VerbDescriptor choiceDescriptor() {
        return VerbDescriptor.of("types.of-results-choice", "1.0.0", "types.Types#choice")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .returns(ValueType.choice("Color", "RED", "GREEN"))
                .schemas("71fc596a20f27da3dec80050e5d1f553eba34aea24c2853b853488a811e6b892",
                        "e639d9f310c2b36a46a2ad1e37d590746dc72902c2f041f6b7fab6bd9a500ee7");
    }

    private static VerbDescriptor mapDescriptor() {
        return VerbDescriptor.of("types.of-results-map", "1.0.0", "types.Types#map")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .returns(ValueType.map(ValueType.list(ValueType.choice("Color", "RED", "GREEN"))))
                .schemas("71fc596a20f27da3dec80050e5d1f553eba34aea24c2853b853488a811e6b892",
                        "82f52969cde11b47be1401ed929ac95e6813aaca2e4a6f6a904d94d2019f8290");
    }

    private static VerbDescriptor optionalDescriptor() {
        return VerbDescriptor.of("types.of-results-optional", "1.0.0", "types.Types#optional")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .returns(ValueType.optional(lineType()))
                .schemas("71fc596a20f27da3dec80050e5d1f553eba34aea24c2853b853488a811e6b892",
                        "cc645d7a83918bad426bd49aca41102a6dc6448da5eff5e9df4921abef541521");
    }

    private static VerbDescriptor scalarDescriptor() {
        return VerbDescriptor.of("types.of-results-scalar", "1.0.0", "types.Types#scalar")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .returns(ValueType.INT64)
                .schemas("71fc596a20f27da3dec80050e5d1f553eba34aea24c2853b853488a811e6b892",
                        "175af7d5530fcc79113141a305658883e0676adffc17878d3a0fc8bba1a04f58");
    }

    private static VerbDescriptor optionalsDescriptor() {
        return VerbDescriptor.of("types.optionals", "1.0.0", "types.Types#optionals")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .optional("a", ValueType.optional(ValueType.BOOLEAN), "")
                .optional("b", ValueType.optional(ValueType.INT32), "")
                .optional("c", ValueType.optional(ValueType.TEXT), "")
                .optional("d", ValueType.optional(ValueType.choice("Color", "RED", "GREEN")), "")
                .optional("e", ValueType.optional(pointType()), "")
                .optional("f", ValueType.optional(ValueType.list(ValueType.TEXT)), "")
                .optional("g", ValueType.optional(ValueType.BYTES), "")
                .schemas("9160315ea03bcb83c670cf9dab28af8fcbfd935d749db092531af6b2f7855e7e",
                        "b1cd4929e2550e5743a36c545df994d9d2796e4e26828159b0844034ea4fe65a");
    }

    private static VerbDescriptor primitivesDescriptor() {
        return VerbDescriptor.of("types.primitives", "1.0.0", "types.Types#primitives")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .optional("a", ValueType.BOOLEAN, "")
                .required("b", ValueType.INT8, "")
                .required("c", ValueType.INT16, "")
                .required("d", ValueType.INT32, "")
                .required("e", ValueType.INT64, "")
                .required("f", ValueType.FLOAT32, "")
                .required("g", ValueType.FLOAT64, "")
                .required("h", ValueType.CHARACTER, "")
                .schemas("15f6f67ac701aed91a00253a9e04c7913dd13593c533ba8c60e0ab25c6893f3d",
                        "b1cd4929e2550e5743a36c545df994d9d2796e4e26828159b0844034ea4fe65a");
    }

    private static VerbDescriptor recordsDescriptor() {
        return VerbDescriptor.of("types.records", "1.0.0", "types.Types#records")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .required("a", pointType(), "")
                .required("b", lineType(), "")
                .required("c", emptyType(), "")
                .required("d", scalarsType(), "")
                .schemas("331cc9d221b812d56bc12d84f754646cedb439a89e9a4d88c858a1d8aa1bf27d",
                        "b1cd4929e2550e5743a36c545df994d9d2796e4e26828159b0844034ea4fe65a");
    }

    private static VerbDescriptor valuesDescriptor() {
        return VerbDescriptor.of("types.values", "1.0.0", "types.Types#values")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .required("a", ValueType.TEXT, "")
                .required("b", ValueType.DECIMAL, "")
                .required("c", ValueType.PATH, "")
                .required("d", ValueType.URI, "")
                .required("e", ValueType.INET_ADDRESS, "")
                .required("f", ValueType.DURATION, "")
                .required("g", ValueType.INSTANT, "")
                .required("h", ValueType.UUID, "")
                .required("i", ValueType.BYTES, "")
                .required("j", ValueType.choice("Color", "RED", "GREEN"), "")
                .schemas("e066d219908e34bc81f8c94cece455ed97ca8b3ac47c1baebb43990e4d396bc5",
                        "b1cd4929e2550e5743a36c545df994d9d2796e4e26828159b0844034ea4fe65a");
    }

    /** Typed calls for one caller; {@link Types} explains them. */
    @SuppressWarnings("doclint:missing")
    public static final class Calls {
        private final Session session;

        private Calls(Session session) {
            this.session = session;
        }

        /** Calls {@code types.boxes}. */
        public Outcome<Void> boxes(
                Boolean a, Byte b, Short c, Integer d, Long e, Float f, Double g, Character h) {
            return session.call(BOXES, new TypesBoxesCertificate.Input(a, b, c, d, e, f, g, h));
        }

        /** Calls {@code types.collections}. */
        public Outcome<Void> collections(
                List<String> a, Set<Integer> b, Map<String, Duration> c, List<Types.Color> d,
                Set<Types.Point> e, Map<String, Types.Line> f, List<List<Integer>> g,
                Map<String, Map<String, List<Types.Point>>> h, List<byte[]> i) {
            return session.call(COLLECTIONS, new TypesCollectionsCertificate.Input(
                    a, b, c, d, e, f, g, h, i));
        }

        /** Calls {@code types.of-results-bytes}. */
        public Outcome<byte[]> bytes() {
            return session.call(BYTES, new TypesOfResultsBytesCertificate.Input());
        }

        /** Calls {@code types.of-results-choice}. */
        public Outcome<Types.Color> choice() {
            return session.call(CHOICE, new TypesOfResultsChoiceCertificate.Input());
        }

        /** Calls {@code types.of-results-map}. */
        public Outcome<Map<String, List<Types.Color>>> map() {
            return session.call(MAP, new TypesOfResultsMapCertificate.Input());
        }

        /** Calls {@code types.of-results-optional}. */
        public Outcome<Optional<Types.Line>> optional() {
            return session.call(OPTIONAL, new TypesOfResultsOptionalCertificate.Input());
        }

        /** Calls {@code types.of-results-scalar}. */
        public Outcome<Long> scalar() {
            return session.call(SCALAR, new TypesOfResultsScalarCertificate.Input());
        }

        /** Calls {@code types.optionals}. */
        public Outcome<Void> optionals(
                Optional<Boolean> a, Optional<Integer> b, Optional<String> c,
                Optional<Types.Color> d, Optional<Types.Point> e, Optional<List<String>> f,
                Optional<byte[]> g) {
            return session.call(OPTIONALS, new TypesOptionalsCertificate.Input(
                    a, b, c, d, e, f, g));
        }

        /** Calls {@code types.primitives}. */
        public Outcome<Void> primitives(
                boolean a, byte b, short c, int d, long e, float f, double g, char h) {
            return session.call(PRIMITIVES, new TypesPrimitivesCertificate.Input(
                    a, b, c, d, e, f, g, h));
        }

        /** Calls {@code types.records}. */
        public Outcome<Void> records(Types.Point a, Types.Line b, Types.Empty c, Types.Scalars d) {
            return session.call(RECORDS, new TypesRecordsCertificate.Input(a, b, c, d));
        }

        /** Calls {@code types.values}. */
        public Outcome<Void> values(
                String a, BigDecimal b, Path c, URI d, InetAddress e, Duration f, Instant g, UUID h,
                byte[] i, Types.Color j) {
            return session.call(VALUES, new TypesValuesCertificate.Input(
                    a, b, c, d, e, f, g, h, i, j));
        }
    }
}
