package contract;

import dev.cnv.annotations.Concurrency;
import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.Deadline;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Isolation;
import dev.cnv.annotations.Phase;
import dev.cnv.annotations.Retry;
import dev.cnv.annotations.Sensitivity;
import dev.cnv.annotations.Stability;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.capability.ContractTerms;
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

/** The verbs of {@link Contracts}. */
@Generated("dev.cnv.processor.CnvProcessor")
public final class ContractsVerbs implements VerbModule {
    /** {@code contract.fixed}, see {@link Contracts#fixed}. */
    public static final VerbKey<ContractFixedCertificate.Input, Void> FIXED =
            VerbKey.of("contract.fixed");
    /** {@code contract.forever}, see {@link Contracts#forever}. */
    public static final VerbKey<ContractForeverCertificate.Input, Void> FOREVER =
            VerbKey.of("contract.forever");
    /** {@code contract.full}, see {@link Contracts#full}. */
    public static final VerbKey<ContractFullCertificate.Input, Void> FULL =
            VerbKey.of("contract.full");
    /** {@code contract.plain}, see {@link Contracts#plain}. */
    public static final VerbKey<ContractPlainCertificate.Input, Void> PLAIN =
            VerbKey.of("contract.plain");
    /** {@code contract.tree}, see {@link Contracts#tree}. */
    public static final VerbKey<ContractTreeCertificate.Input, Void> TREE =
            VerbKey.of("contract.tree");

    private final List<VerbDescriptor> descriptors = List.of(
            fixedDescriptor(), foreverDescriptor(), fullDescriptor(), plainDescriptor(),
            treeDescriptor());
    private final Contracts handler;

    /** Verbs of a new {@link Contracts}. */
    public ContractsVerbs() {
        this(new Contracts());
    }

    /**
     * Verbs of a given {@link Contracts}.
     *
     * @param handler runs the verbs
     */
    public ContractsVerbs(Contracts handler) {
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
        return "Everything that can be said about a verb.";
    }

    @Override
    public List<VerbDescriptor> verbs() {
        return descriptors;
    }

    @Override
    public InputStream schemas() {
        return Objects.requireNonNull(ContractsVerbs.class.getResourceAsStream(
                "/META-INF/cnv/schemas/contract.Contracts.json"));
    }

    @Override
    public Object readInput(int verb, ValueReader in) {
        switch (verb) {
            case 0: return new ContractFixedCertificate.Input();
            case 1: return new ContractForeverCertificate.Input();
            case 2: return new ContractFullCertificate.Input();
            case 3: return new ContractPlainCertificate.Input();
            case 4: return new ContractTreeCertificate.Input();
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public void writeInput(int verb, Object input, ValueWriter out) {
        switch (verb) {
            case 0, 1, 2, 3, 4 -> {}
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
            case 0: return new ContractFixedCertificate.Unchecked(proof);
            case 1: return new ContractFixedCertificate.PolicyChecked(proof);
            case 2: return new ContractFixedCertificate.CapabilityChecked(proof);
            case 3: return new ContractFixedCertificate.Verified(proof);
            case 4: return new ContractForeverCertificate.Unchecked(proof);
            case 5: return new ContractForeverCertificate.PolicyChecked(proof);
            case 6: return new ContractForeverCertificate.CapabilityChecked(proof);
            case 7: return new ContractForeverCertificate.Verified(proof);
            case 8: return new ContractFullCertificate.Unchecked(proof);
            case 9: return new ContractFullCertificate.PolicyChecked(proof);
            case 10: return new ContractFullCertificate.CapabilityChecked(proof);
            case 11: return new ContractFullCertificate.Verified(proof);
            case 12: return new ContractPlainCertificate.Unchecked(proof);
            case 13: return new ContractPlainCertificate.PolicyChecked(proof);
            case 14: return new ContractPlainCertificate.CapabilityChecked(proof);
            case 15: return new ContractPlainCertificate.Verified(proof);
            case 16: return new ContractTreeCertificate.Unchecked(proof);
            case 17: return new ContractTreeCertificate.PolicyChecked(proof);
            case 18: return new ContractTreeCertificate.CapabilityChecked(proof);
            case 19: return new ContractTreeCertificate.Verified(proof);
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public Object invoke(int verb, Dispatch dispatch) throws Throwable {
        switch (verb) {
            case 0: return fixed(dispatch);
            case 1: return forever(dispatch);
            case 2: return full(dispatch);
            case 3: return plain(dispatch);
            case 4: return tree(dispatch);
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    private Object fixed(Dispatch dispatch) {
        new ContractFixedCertificate.Verified(dispatch.open("contract.fixed"));
        handler.fixed();
        return null;
    }

    private Object forever(Dispatch dispatch) {
        new ContractForeverCertificate.Verified(dispatch.open("contract.forever"));
        handler.forever();
        return null;
    }

    private Object full(Dispatch dispatch) {
        new ContractFullCertificate.Verified(dispatch.open("contract.full"));
        handler.full();
        return null;
    }

    private Object plain(Dispatch dispatch) {
        new ContractPlainCertificate.Verified(dispatch.open("contract.plain"));
        handler.plain();
        return null;
    }

    private Object tree(Dispatch dispatch) {
        new ContractTreeCertificate.Verified(dispatch.open("contract.tree"));
        handler.tree();
        return null;
    }

    private static VerbDescriptor fixedDescriptor() {
        return VerbDescriptor.of("contract.fixed", "1.0.0", "contract.Contracts#fixed")
                .effects(EffectSet.of(Effect.NETWORK_ACCESS))
                .contract(ContractTerms.of(DurationClass.INTERACTIVE)
                        .retry(Retry.Kind.FIXED, 2, "PT0.5S", "PT0.5S")
                        .concurrency(Concurrency.Kind.TENANT_SHARED, 3, 0))
                .phases(Phase.OPERATIONAL, Phase.RECOVERY)
                .schemas("71fc596a20f27da3dec80050e5d1f553eba34aea24c2853b853488a811e6b892",
                        "b1cd4929e2550e5743a36c545df994d9d2796e4e26828159b0844034ea4fe65a");
    }

    private static VerbDescriptor foreverDescriptor() {
        return VerbDescriptor.of("contract.forever", "1.0.0", "contract.Contracts#forever")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .contract(ContractTerms.of(DurationClass.FAST_PATH)
                        .deadline(Deadline.Kind.MUST_START_BY, "PT0.001S")
                        .timeout("PT0.0005S")
                        .retry(Retry.Kind.FOREVER, Integer.MAX_VALUE, "PT0.000000001S", "PT24H")
                        .concurrency(Concurrency.Kind.SINGLE_TENANT_EXCLUSIVE, 1, 0)
                        .limits(-1L, "PT1S", 0, 7))
                .schemas("71fc596a20f27da3dec80050e5d1f553eba34aea24c2853b853488a811e6b892",
                        "b1cd4929e2550e5743a36c545df994d9d2796e4e26828159b0844034ea4fe65a");
    }

    private static VerbDescriptor fullDescriptor() {
        return VerbDescriptor.of("contract.full", "2.3.4", "contract.Contracts#full")
                .stability(Stability.BETA)
                .deprecated("It does too much.", "contract.plain")
                .requires("contract.plain", "elsewhere.unknown")
                .equivalentTo("contract.same")
                .dominates("contract.less", "contract.least")
                .effects(EffectSet.of(Effect.MUTATE_STATE, Effect.NETWORK_ACCESS, Effect.STORAGE_WRITE)
                        .sensitivity(Sensitivity.CRITICAL)
                        .handling(DataTag.PII, DataTag.SECRETS)
                        .withDryRun())
                .contract(ContractTerms.of(DurationClass.BATCH)
                        .deadline(Deadline.Kind.HARD, "PT1H")
                        .timeout("PT10M")
                        .retry(Retry.Kind.EXPONENTIAL, 5, "PT0.1S", "PT5S")
                        .asIdempotent()
                        .concurrency(Concurrency.Kind.GLOBAL_SHARED, 8, 100)
                        .isolation(Isolation.TENANT_ISOLATED)
                        .limits(1048576L, "PT1M", 10, 5))
                .schemas("71fc596a20f27da3dec80050e5d1f553eba34aea24c2853b853488a811e6b892",
                        "b1cd4929e2550e5743a36c545df994d9d2796e4e26828159b0844034ea4fe65a");
    }

    private static VerbDescriptor plainDescriptor() {
        return VerbDescriptor.of("contract.plain", "1.0.0", "contract.Contracts#plain")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .schemas("71fc596a20f27da3dec80050e5d1f553eba34aea24c2853b853488a811e6b892",
                        "b1cd4929e2550e5743a36c545df994d9d2796e4e26828159b0844034ea4fe65a");
    }

    private static VerbDescriptor treeDescriptor() {
        return VerbDescriptor.of("contract.tree", "1.0.0", "contract.Contracts#tree")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .contract(ContractTerms.of(DurationClass.USER_INITIATED)
                        .isolation(Isolation.SANDBOXED)
                        .limits(33554432L, "PT5S", -1, -1)
                        .wholeTree())
                .schemas("71fc596a20f27da3dec80050e5d1f553eba34aea24c2853b853488a811e6b892",
                        "b1cd4929e2550e5743a36c545df994d9d2796e4e26828159b0844034ea4fe65a");
    }

    /** Typed calls for one caller; {@link Contracts} explains them. */
    @SuppressWarnings("doclint:missing")
    public static final class Calls {
        private final Session session;

        private Calls(Session session) {
            this.session = session;
        }

        /** Calls {@code contract.fixed}. */
        public Outcome<Void> fixed() {
            return session.call(FIXED, new ContractFixedCertificate.Input());
        }

        /** Calls {@code contract.forever}. */
        public Outcome<Void> forever() {
            return session.call(FOREVER, new ContractForeverCertificate.Input());
        }

        /** Calls {@code contract.full}. */
        public Outcome<Void> full() {
            return session.call(FULL, new ContractFullCertificate.Input());
        }

        /** Calls {@code contract.plain}. */
        public Outcome<Void> plain() {
            return session.call(PLAIN, new ContractPlainCertificate.Input());
        }

        /** Calls {@code contract.tree}. */
        public Outcome<Void> tree() {
            return session.call(TREE, new ContractTreeCertificate.Input());
        }
    }
}
