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

/** The verbs of {@link Shapes.Given}. */
@Generated("dev.cnv.processor.CnvProcessor")
public final class Shapes_GivenVerbs implements VerbModule {
    /** {@code shape.given.name}, see {@link Shapes.Given#name}. */
    public static final VerbKey<ShapeGivenNameCertificate.Input, String> NAME =
            VerbKey.of("shape.given.name");
    /** {@code shape.given.verbs}, see {@link Shapes.Given#verbs}. */
    public static final VerbKey<ShapeGivenVerbsCertificate.Input, List<String>> VERBS =
            VerbKey.of("shape.given.verbs");

    private final List<VerbDescriptor> descriptors = List.of(nameDescriptor(), verbsDescriptor());
    private final Shapes.Given handler;

    /**
     * Verbs of a given {@link Shapes.Given}.
     *
     * @param handler runs the verbs
     */
    public Shapes_GivenVerbs(Shapes.Given handler) {
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
        return "Needs to be given.";
    }

    @Override
    public List<VerbDescriptor> verbs() {
        return descriptors;
    }

    @Override
    public InputStream schemas() {
        return Objects.requireNonNull(Shapes_GivenVerbs.class.getResourceAsStream(
                "/META-INF/cnv/schemas/shapes.Shapes$Given.json"));
    }

    @Override
    public Object readInput(int verb, ValueReader in) {
        switch (verb) {
            case 0: return new ShapeGivenNameCertificate.Input();
            case 1: return new ShapeGivenVerbsCertificate.Input();
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public void writeInput(int verb, Object input, ValueWriter out) {
        switch (verb) {
            case 0, 1 -> {}
            default -> throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public void writeResult(int verb, Object result, ValueWriter out) {
        switch (verb) {
            case 0 -> out.text((String) result);
            case 1 -> out.list((List<String>) result, ValueWriter::text);
            default -> throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public Certificate<?> certificate(int verb, Stage stage, Proof proof) {
        switch (4 * verb + stage.position()) {
            case 0: return new ShapeGivenNameCertificate.Unchecked(proof);
            case 1: return new ShapeGivenNameCertificate.PolicyChecked(proof);
            case 2: return new ShapeGivenNameCertificate.CapabilityChecked(proof);
            case 3: return new ShapeGivenNameCertificate.Verified(proof);
            case 4: return new ShapeGivenVerbsCertificate.Unchecked(proof);
            case 5: return new ShapeGivenVerbsCertificate.PolicyChecked(proof);
            case 6: return new ShapeGivenVerbsCertificate.CapabilityChecked(proof);
            case 7: return new ShapeGivenVerbsCertificate.Verified(proof);
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public Object invoke(int verb, Dispatch dispatch) throws Throwable {
        switch (verb) {
            case 0: return name(dispatch);
            case 1: return verbs(dispatch);
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    private Object name(Dispatch dispatch) {
        new ShapeGivenNameCertificate.Verified(dispatch.open("shape.given.name"));
        return handler.name();
    }

    private Object verbs(Dispatch dispatch) {
        new ShapeGivenVerbsCertificate.Verified(dispatch.open("shape.given.verbs"));
        return handler.verbs();
    }

    private static VerbDescriptor nameDescriptor() {
        return VerbDescriptor.of("shape.given.name", "1.0.0", "shapes.Shapes.Given#name")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .returns(ValueType.TEXT)
                .schemas("71fc596a20f27da3dec80050e5d1f553eba34aea24c2853b853488a811e6b892",
                        "612c3c87bf6797405b741d516ad1866d9395ec1d20276a5baf58fc676aabff2f");
    }

    private static VerbDescriptor verbsDescriptor() {
        return VerbDescriptor.of("shape.given.verbs", "1.0.0", "shapes.Shapes.Given#verbs")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .returns(ValueType.list(ValueType.TEXT))
                .schemas("71fc596a20f27da3dec80050e5d1f553eba34aea24c2853b853488a811e6b892",
                        "2190d6662be33cc8404337fcfd79f46425dd7c264c108ca10f0817fe0bc3540f");
    }

    /** Typed calls for one caller; {@link Shapes.Given} explains them. */
    @SuppressWarnings("doclint:missing")
    public static final class Calls {
        private final Session session;

        private Calls(Session session) {
            this.session = session;
        }

        /** Calls {@code shape.given.name}. */
        public Outcome<String> name() {
            return session.call(NAME, new ShapeGivenNameCertificate.Input());
        }

        /** Calls {@code shape.given.verbs}. */
        public Outcome<List<String>> verbs() {
            return session.call(VERBS, new ShapeGivenVerbsCertificate.Input());
        }
    }
}
