package shapes;

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
import java.util.List;
import java.util.Objects;
import javax.annotation.processing.Generated;

/** The verbs of {@link Shapes.Nested}. */
@Generated("dev.cnv.processor.CnvProcessor")
public final class Shapes_NestedVerbs implements VerbModule {
    /** {@code shape.nested.verb}, see {@link Shapes.Nested#verb}. */
    public static final VerbKey<ShapeNestedVerbCertificate.Input, String> VERB =
            VerbKey.of("shape.nested.verb");

    private final List<VerbDescriptor> descriptors = List.of(verbDescriptor());

    /** Verbs of {@link Shapes.Nested}, which need no instance of it. */
    public Shapes_NestedVerbs() {}

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
        return "Nested, and all static: no instance is needed.";
    }

    @Override
    public List<VerbDescriptor> verbs() {
        return descriptors;
    }

    @Override
    public InputStream schemas() {
        return Objects.requireNonNull(Shapes_NestedVerbs.class.getResourceAsStream(
                "/META-INF/cnv/schemas/shapes.Shapes$Nested.json"));
    }

    @Override
    public Object readInput(int verb, ValueReader in) {
        switch (verb) {
            case 0: return new ShapeNestedVerbCertificate.Input(
                            in.at("session").text(), in.at("wait").text(), in.at("input").text(),
                            in.at("from").text(), in.at("to").text());
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public void writeInput(int verb, Object input, ValueWriter out) {
        switch (verb) {
            case 0 -> {
                var it = (ShapeNestedVerbCertificate.Input) input;
                out.at("session").text(it.session());
                out.at("wait").text(it.wait_());
                out.at("input").text(it.input());
                out.at("from").text(it.from());
                out.at("to").text(it.to());
            }
            default -> throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public void writeResult(int verb, Object result, ValueWriter out) {
        switch (verb) {
            case 0 -> out.text((String) result);
            default -> throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public Certificate<?> certificate(int verb, Stage stage, Proof proof) {
        switch (4 * verb + stage.position()) {
            case 0: return new ShapeNestedVerbCertificate.Unchecked(proof);
            case 1: return new ShapeNestedVerbCertificate.PolicyChecked(proof);
            case 2: return new ShapeNestedVerbCertificate.CapabilityChecked(proof);
            case 3: return new ShapeNestedVerbCertificate.Verified(proof);
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public Object invoke(int verb, Dispatch dispatch) throws Throwable {
        switch (verb) {
            case 0: return verb(dispatch);
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    private Object verb(Dispatch dispatch) {
        var in =
                new ShapeNestedVerbCertificate.Verified(dispatch.open("shape.nested.verb")).input();
        return Shapes.Nested.verb(in.session(), in.wait_(), in.input(), in.from(), in.to());
    }

    private static VerbDescriptor verbDescriptor() {
        return VerbDescriptor.of("shape.nested.verb", "1.0.0", "shapes.Shapes.Nested#verb")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .required("session", ValueType.TEXT, "")
                .required("wait", ValueType.TEXT, "")
                .required("input", ValueType.TEXT, "")
                .required("from", ValueType.TEXT, "")
                .required("to", ValueType.TEXT, "")
                .returns(ValueType.TEXT)
                .schemas("932dfd7a9f2e23ba04a8d1cf8749aaa5f876f0c9ceeb634b8878a5bff80e9668",
                        "612c3c87bf6797405b741d516ad1866d9395ec1d20276a5baf58fc676aabff2f");
    }

    /** Typed calls for one caller; {@link Shapes.Nested} explains them. */
    @SuppressWarnings("doclint:missing")
    public static final class Calls {
        private final Session session;

        private Calls(Session session) {
            this.session = session;
        }

        /** Calls {@code shape.nested.verb}. */
        public Outcome<String> verb(
                String session, String wait, String input, String from, String to) {
            return this.session.call(VERB, new ShapeNestedVerbCertificate.Input(
                    session, wait, input, from, to));
        }
    }
}
