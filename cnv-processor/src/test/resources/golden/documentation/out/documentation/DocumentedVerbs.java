package documentation;

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

/** The verbs of {@link Documented}. */
@Generated("dev.cnv.processor.CnvProcessor")
public final class DocumentedVerbs implements VerbModule {
    /** {@code documented.endless}, see {@link Documented#endless}. */
    public static final VerbKey<DocumentedEndlessCertificate.Input, Void> ENDLESS =
            VerbKey.of("documented.endless");
    /** {@code documented.markdown}, see {@link Documented#markdown}. */
    public static final VerbKey<DocumentedMarkdownCertificate.Input, Void> MARKDOWN =
            VerbKey.of("documented.markdown");
    /** {@code documented.show}, see {@link Documented#show}. */
    public static final VerbKey<DocumentedShowCertificate.Input, Void> SHOW =
            VerbKey.of("documented.show");
    /** {@code documented.silent}, see {@link Documented#silent}. */
    public static final VerbKey<DocumentedSilentCertificate.Input, Void> SILENT =
            VerbKey.of("documented.silent");
    /** {@code documented.tricky}, see {@link Documented#tricky}. */
    public static final VerbKey<DocumentedTrickyCertificate.Input, Void> TRICKY =
            VerbKey.of("documented.tricky");

    private final List<VerbDescriptor> descriptors = List.of(
            endlessDescriptor(), markdownDescriptor(), showDescriptor(), silentDescriptor(),
            trickyDescriptor());
    private final Documented handler;

    /** Verbs of a new {@link Documented}. */
    public DocumentedVerbs() {
        this(new Documented());
    }

    /**
     * Verbs of a given {@link Documented}.
     *
     * @param handler runs the verbs
     */
    public DocumentedVerbs(Documented handler) {
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
        return "Documents things & more, see lists and List.size!";
    }

    @Override
    public List<VerbDescriptor> verbs() {
        return descriptors;
    }

    @Override
    public InputStream schemas() {
        return Objects.requireNonNull(DocumentedVerbs.class.getResourceAsStream(
                "/META-INF/cnv/schemas/documentation.Documented.json"));
    }

    @Override
    public Object readInput(int verb, ValueReader in) {
        switch (verb) {
            case 0: return new DocumentedEndlessCertificate.Input();
            case 1: return new DocumentedMarkdownCertificate.Input(in.at("name").text());
            case 2: return new DocumentedShowCertificate.Input(
                            in.at("point").structure(DocumentedVerbs::readPoint),
                            in.at("name").text(), in.at("other").int32());
            case 3: return new DocumentedSilentCertificate.Input(in.at("name").text());
            case 4: return new DocumentedTrickyCertificate.Input();
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public void writeInput(int verb, Object input, ValueWriter out) {
        switch (verb) {
            case 1 -> {
                var it = (DocumentedMarkdownCertificate.Input) input;
                out.at("name").text(it.name());
            }
            case 2 -> {
                var it = (DocumentedShowCertificate.Input) input;
                out.at("point").structure(it.point(), DocumentedVerbs::writePoint);
                out.at("name").text(it.name());
                out.at("other").int32(it.other());
            }
            case 3 -> {
                var it = (DocumentedSilentCertificate.Input) input;
                out.at("name").text(it.name());
            }
            case 0, 4 -> {}
            default -> throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public void writeResult(int verb, Object result, ValueWriter out) {
        switch (verb) {
            case 0, 1, 2, 3, 4 -> {}
            default -> throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public Certificate<?> certificate(int verb, Stage stage, Proof proof) {
        switch (4 * verb + stage.position()) {
            case 0: return new DocumentedEndlessCertificate.Unchecked(proof);
            case 1: return new DocumentedEndlessCertificate.PolicyChecked(proof);
            case 2: return new DocumentedEndlessCertificate.CapabilityChecked(proof);
            case 3: return new DocumentedEndlessCertificate.Verified(proof);
            case 4: return new DocumentedMarkdownCertificate.Unchecked(proof);
            case 5: return new DocumentedMarkdownCertificate.PolicyChecked(proof);
            case 6: return new DocumentedMarkdownCertificate.CapabilityChecked(proof);
            case 7: return new DocumentedMarkdownCertificate.Verified(proof);
            case 8: return new DocumentedShowCertificate.Unchecked(proof);
            case 9: return new DocumentedShowCertificate.PolicyChecked(proof);
            case 10: return new DocumentedShowCertificate.CapabilityChecked(proof);
            case 11: return new DocumentedShowCertificate.Verified(proof);
            case 12: return new DocumentedSilentCertificate.Unchecked(proof);
            case 13: return new DocumentedSilentCertificate.PolicyChecked(proof);
            case 14: return new DocumentedSilentCertificate.CapabilityChecked(proof);
            case 15: return new DocumentedSilentCertificate.Verified(proof);
            case 16: return new DocumentedTrickyCertificate.Unchecked(proof);
            case 17: return new DocumentedTrickyCertificate.PolicyChecked(proof);
            case 18: return new DocumentedTrickyCertificate.CapabilityChecked(proof);
            case 19: return new DocumentedTrickyCertificate.Verified(proof);
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public Object invoke(int verb, Dispatch dispatch) throws Throwable {
        switch (verb) {
            case 0: return endless(dispatch);
            case 1: return markdown(dispatch);
            case 2: return show(dispatch);
            case 3: return silent(dispatch);
            case 4: return tricky(dispatch);
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    private Object endless(Dispatch dispatch) {
        new DocumentedEndlessCertificate.Verified(dispatch.open("documented.endless"));
        handler.endless();
        return null;
    }

    private Object markdown(Dispatch dispatch) {
        var in =
                new DocumentedMarkdownCertificate.Verified(dispatch.open("documented.markdown")).input();
        handler.markdown(in.name());
        return null;
    }

    private Object show(Dispatch dispatch) {
        var in = new DocumentedShowCertificate.Verified(dispatch.open("documented.show")).input();
        handler.show(in.point(), in.name(), in.other());
        return null;
    }

    private Object silent(Dispatch dispatch) {
        var in =
                new DocumentedSilentCertificate.Verified(dispatch.open("documented.silent")).input();
        handler.silent(in.name());
        return null;
    }

    private Object tricky(Dispatch dispatch) {
        new DocumentedTrickyCertificate.Verified(dispatch.open("documented.tricky"));
        handler.tricky();
        return null;
    }

    private static Documented.Point readPoint(ValueReader in) {
        return new Documented.Point(in.at("x").int32(), in.at("y").int32());
    }

    private static void writePoint(ValueWriter out, Documented.Point it) {
        out.at("x").int32(it.x());
        out.at("y").int32(it.y());
    }

    private static ValueType pointType() {
        return ValueType.structure(
                "Point",
                ValueType.field("x", ValueType.INT32, "how far to the right"),
                ValueType.field("y", ValueType.INT32, "how far down"));
    }

    private static VerbDescriptor endlessDescriptor() {
        return VerbDescriptor.of("documented.endless", "1.0.0", "documentation.Documented#endless")
                .doc("Ends without a full stop", "")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .schemas("71fc596a20f27da3dec80050e5d1f553eba34aea24c2853b853488a811e6b892",
                        "b1cd4929e2550e5743a36c545df994d9d2796e4e26828159b0844034ea4fe65a");
    }

    private static VerbDescriptor markdownDescriptor() {
        return VerbDescriptor.of(
                "documented.markdown", "1.0.0", "documentation.Documented#markdown")
                .doc(
                        "Shows in Markdown, with a link and bold words.",
                        "More here.\n\nAnother paragraph with text.")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .required("name", ValueType.TEXT, "the name")
                .schemas("fb294d23e66c2078b8703669acfc704156ed526b7b63b9b729009b498c7f84c4",
                        "b1cd4929e2550e5743a36c545df994d9d2796e4e26828159b0844034ea4fe65a");
    }

    private static VerbDescriptor showDescriptor() {
        return VerbDescriptor.of("documented.show", "1.0.0", "documentation.Documented#show")
                .doc(
                        "Shows points e.g. two.",
                        "It does so without @ mercy.\n\nfirst {braces} second")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .required("point", pointType(), "where it is")
                .required("name", ValueType.TEXT, "what it is called")
                .required("other", ValueType.INT32, "Given here.")
                .schemas("79d18649ef9be8521a56022f4e277aa4e2d5109acc393c8283929038e77f0c45",
                        "b1cd4929e2550e5743a36c545df994d9d2796e4e26828159b0844034ea4fe65a");
    }

    private static VerbDescriptor silentDescriptor() {
        return VerbDescriptor.of("documented.silent", "1.0.0", "documentation.Documented#silent")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .required("name", ValueType.TEXT, "")
                .schemas("be67607543b7a18a0892b2080cdac2e19e884d699bd02647cbb4e55f04d24343",
                        "b1cd4929e2550e5743a36c545df994d9d2796e4e26828159b0844034ea4fe65a");
    }

    private static VerbDescriptor trickyDescriptor() {
        return VerbDescriptor.of("documented.tricky", "1.0.0", "documentation.Documented#tricky")
                .doc("Closes comments: */ and \\\\u002a/ too.", "")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .schemas("71fc596a20f27da3dec80050e5d1f553eba34aea24c2853b853488a811e6b892",
                        "b1cd4929e2550e5743a36c545df994d9d2796e4e26828159b0844034ea4fe65a");
    }

    /** Typed calls for one caller; {@link Documented} explains them. */
    @SuppressWarnings("doclint:missing")
    public static final class Calls {
        private final Session session;

        private Calls(Session session) {
            this.session = session;
        }

        /** Ends without a full stop */
        public Outcome<Void> endless() {
            return session.call(ENDLESS, new DocumentedEndlessCertificate.Input());
        }

        /** Shows in Markdown, with a link and bold words. */
        public Outcome<Void> markdown(String name) {
            return session.call(MARKDOWN, new DocumentedMarkdownCertificate.Input(name));
        }

        /** Shows points e.g. two. */
        public Outcome<Void> show(Documented.Point point, String name, int other) {
            return session.call(SHOW, new DocumentedShowCertificate.Input(point, name, other));
        }

        /** Calls {@code documented.silent}. */
        public Outcome<Void> silent(String name) {
            return session.call(SILENT, new DocumentedSilentCertificate.Input(name));
        }

        /** Closes comments: *&#47; and \&#92;u002a/ too. */
        public Outcome<Void> tricky() {
            return session.call(TRICKY, new DocumentedTrickyCertificate.Input());
        }
    }
}
