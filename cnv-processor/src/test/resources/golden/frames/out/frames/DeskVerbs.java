package frames;

import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.hotpath.worker.FrameModule;
import dev.cnv.hotpath.worker.FramedVerbs;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.capability.ContractTerms;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.ParameterDescriptor;
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

/** The verbs of {@link Desk}. */
@Generated("dev.cnv.processor.CnvProcessor")
public final class DeskVerbs implements VerbModule, FramedVerbs {
    /** {@code desk.book}, see {@link Desk#book}. */
    public static final VerbKey<DeskBookCertificate.Input, Long> BOOK = VerbKey.of("desk.book");
    /** {@code desk.forget}, see {@link Desk#forget}. */
    public static final VerbKey<DeskForgetCertificate.Input, Void> FORGET =
            VerbKey.of("desk.forget");
    /** {@code desk.lean}, see {@link Desk#lean}. */
    public static final VerbKey<DeskLeanCertificate.Input, Desk.Side> LEAN =
            VerbKey.of("desk.lean");
    /** {@code desk.show}, see {@link Desk#show}. */
    public static final VerbKey<DeskShowCertificate.Input, Long> SHOW = VerbKey.of("desk.show");

    private final List<VerbDescriptor> descriptors = List.of(
            bookDescriptor(), forgetDescriptor(), leanDescriptor(), showDescriptor());
    private final Desk handler;

    /** Verbs of a new {@link Desk}. */
    public DeskVerbs() {
        this(new Desk());
    }

    /**
     * Verbs of a given {@link Desk}.
     *
     * @param handler runs the verbs
     */
    public DeskVerbs(Desk handler) {
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
        return "Books orders of clients.";
    }

    @Override
    public List<VerbDescriptor> verbs() {
        return descriptors;
    }

    @Override
    public InputStream schemas() {
        return Objects.requireNonNull(DeskVerbs.class.getResourceAsStream(
                "/META-INF/cnv/schemas/frames.Desk.json"));
    }

    @Override
    public FrameModule frames() {
        return new DeskFrames(handler);
    }

    @Override
    public Object readInput(int verb, ValueReader in) {
        switch (verb) {
            case 0: return new DeskBookCertificate.Input(
                            in.at("client").int32(), in.at("open").bool(), in.at("cents").int64(),
                            in.at("side").choice(Desk.Side.class), in.at("lot").int16());
            case 1: return new DeskForgetCertificate.Input();
            case 2: return new DeskLeanCertificate.Input(
                            in.at("weight").float64(), in.at("bias").float32(),
                            in.at("mark").character(), in.at("level").int8());
            case 3: return new DeskShowCertificate.Input();
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public void writeInput(int verb, Object input, ValueWriter out) {
        switch (verb) {
            case 0 -> {
                var it = (DeskBookCertificate.Input) input;
                out.at("client").int32(it.client());
                out.at("open").bool(it.open());
                out.at("cents").int64(it.cents());
                out.at("side").choice(it.side());
                out.at("lot").int16(it.lot());
            }
            case 2 -> {
                var it = (DeskLeanCertificate.Input) input;
                out.at("weight").float64(it.weight());
                out.at("bias").float32(it.bias());
                out.at("mark").character(it.mark());
                out.at("level").int8(it.level());
            }
            case 1, 3 -> {}
            default -> throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public void writeResult(int verb, Object result, ValueWriter out) {
        switch (verb) {
            case 0 -> out.int64((Long) result);
            case 2 -> out.choice((Desk.Side) result);
            case 3 -> out.int64((Long) result);
            case 1 -> {}
            default -> throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public Certificate<?> certificate(int verb, Stage stage, Proof proof) {
        switch (4 * verb + stage.position()) {
            case 0: return new DeskBookCertificate.Unchecked(proof);
            case 1: return new DeskBookCertificate.PolicyChecked(proof);
            case 2: return new DeskBookCertificate.CapabilityChecked(proof);
            case 3: return new DeskBookCertificate.Verified(proof);
            case 4: return new DeskForgetCertificate.Unchecked(proof);
            case 5: return new DeskForgetCertificate.PolicyChecked(proof);
            case 6: return new DeskForgetCertificate.CapabilityChecked(proof);
            case 7: return new DeskForgetCertificate.Verified(proof);
            case 8: return new DeskLeanCertificate.Unchecked(proof);
            case 9: return new DeskLeanCertificate.PolicyChecked(proof);
            case 10: return new DeskLeanCertificate.CapabilityChecked(proof);
            case 11: return new DeskLeanCertificate.Verified(proof);
            case 12: return new DeskShowCertificate.Unchecked(proof);
            case 13: return new DeskShowCertificate.PolicyChecked(proof);
            case 14: return new DeskShowCertificate.CapabilityChecked(proof);
            case 15: return new DeskShowCertificate.Verified(proof);
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public Object invoke(int verb, Dispatch dispatch) throws Throwable {
        switch (verb) {
            case 0: return book(dispatch);
            case 1: return forget(dispatch);
            case 2: return lean(dispatch);
            case 3: return show(dispatch);
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    private Object book(Dispatch dispatch) {
        var in = new DeskBookCertificate.Verified(dispatch.open("desk.book")).input();
        return handler.book(in.client(), in.open(), in.cents(), in.side(), in.lot());
    }

    private Object forget(Dispatch dispatch) throws Throwable {
        new DeskForgetCertificate.Verified(dispatch.open("desk.forget"));
        handler.forget();
        return null;
    }

    private Object lean(Dispatch dispatch) {
        var in = new DeskLeanCertificate.Verified(dispatch.open("desk.lean")).input();
        return Desk.lean(in.weight(), in.bias(), in.mark(), in.level());
    }

    private Object show(Dispatch dispatch) {
        new DeskShowCertificate.Verified(dispatch.open("desk.show"));
        return handler.show();
    }

    private static VerbDescriptor bookDescriptor() {
        return VerbDescriptor.of("desk.book", "1.0.0", "frames.Desk#book")
                .doc("Books an order.", "")
                .effects(EffectSet.of(Effect.MUTATE_STATE))
                .contract(ContractTerms.of(DurationClass.FAST_PATH))
                .required("client", ValueType.INT32, "who orders")
                .optional("open", ValueType.BOOLEAN, "whether it stays")
                .parameter(ParameterDescriptor.required("cents", ValueType.INT64, "the price")
                        .min("1")
                        .max("100000000"))
                .required("side", ValueType.choice("Side", "BUY", "SELL"), "which way")
                .parameter(ParameterDescriptor.required("lot", ValueType.INT16, "how many")
                        .oneOf("1", "10", "100"))
                .returns(ValueType.INT64)
                .schemas("65dba27439d3537e27ae25093e79d1231f8e01ff2a998047e189ae0d9cb9965e",
                        "175af7d5530fcc79113141a305658883e0676adffc17878d3a0fc8bba1a04f58");
    }

    private static VerbDescriptor forgetDescriptor() {
        return VerbDescriptor.of("desk.forget", "1.0.0", "frames.Desk#forget")
                .doc("Forgets what was booked.", "")
                .effects(EffectSet.of(Effect.MUTATE_STATE))
                .contract(ContractTerms.of(DurationClass.FAST_PATH))
                .schemas("71fc596a20f27da3dec80050e5d1f553eba34aea24c2853b853488a811e6b892",
                        "b1cd4929e2550e5743a36c545df994d9d2796e4e26828159b0844034ea4fe65a");
    }

    private static VerbDescriptor leanDescriptor() {
        return VerbDescriptor.of("desk.lean", "1.0.0", "frames.Desk#lean")
                .doc("Says which way a client leans.", "")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .contract(ContractTerms.of(DurationClass.FAST_PATH))
                .parameter(ParameterDescriptor.required("weight", ValueType.FLOAT64, "")
                        .min("0.25"))
                .required("bias", ValueType.FLOAT32, "")
                .required("mark", ValueType.CHARACTER, "")
                .required("level", ValueType.INT8, "")
                .returns(ValueType.choice("Side", "BUY", "SELL"))
                .schemas("d780554dc5ef06a599d00e9f213da119e28fa5068c315055dd37b30b0f8f0e1f",
                        "a8de30603180ab0d81e9aa04885791ded96661899ee503c2135f563887e27ba3");
    }

    private static VerbDescriptor showDescriptor() {
        return VerbDescriptor.of("desk.show", "1.0.0", "frames.Desk#show")
                .doc("Shows what was booked; not fast, and so without a frame.", "")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .returns(ValueType.INT64)
                .schemas("71fc596a20f27da3dec80050e5d1f553eba34aea24c2853b853488a811e6b892",
                        "175af7d5530fcc79113141a305658883e0676adffc17878d3a0fc8bba1a04f58");
    }

    /** Typed calls for one caller; {@link Desk} explains them. */
    @SuppressWarnings("doclint:missing")
    public static final class Calls {
        private final Session session;

        private Calls(Session session) {
            this.session = session;
        }

        /** Books an order. */
        public Outcome<Long> book(int client, boolean open, long cents, Desk.Side side, short lot) {
            return session.call(BOOK, new DeskBookCertificate.Input(
                    client, open, cents, side, lot));
        }

        /** Forgets what was booked. */
        public Outcome<Void> forget() {
            return session.call(FORGET, new DeskForgetCertificate.Input());
        }

        /** Says which way a client leans. */
        public Outcome<Desk.Side> lean(double weight, float bias, char mark, byte level) {
            return session.call(LEAN, new DeskLeanCertificate.Input(weight, bias, mark, level));
        }

        /** Shows what was booked; not fast, and so without a frame. */
        public Outcome<Long> show() {
            return session.call(SHOW, new DeskShowCertificate.Input());
        }
    }
}
