package dev.cnv.tests.text;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.ParameterDescriptor;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Stage;
import dev.cnv.runtime.spi.Dispatch;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.ValueReader;
import dev.cnv.runtime.spi.ValueWriter;
import dev.cnv.runtime.spi.VerbModule;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Verbs that exist as descriptors only, with an option of every shape. */
final class TextVerbs implements VerbModule {

    private static final String DIGEST = "0123456789abcdef".repeat(4);

    static final List<VerbDescriptor> ALL = List.of(
            VerbDescriptor.of("account.transfer", "1.0.0")
                    .effects(EffectSet.of(Effect.MUTATE_STATE).withDryRun())
                    .parameters(
                            ParameterDescriptor.required("from", ValueType.TEXT, "")
                                    .flag('f'),
                            ParameterDescriptor.required("to", ValueType.TEXT, ""),
                            ParameterDescriptor.required("cents", ValueType.INT64, "")
                                    .flag('c'),
                            ParameterDescriptor.optional(
                                            "currency", ValueType.choice("Currency", "EUR"), "")
                                    .withDefault("EUR"),
                            ParameterDescriptor.optional("note", ValueType.list(ValueType.TEXT), "")
                                    .flag('n'),
                            ParameterDescriptor.optional("show", ValueType.BOOLEAN, "")
                                    .withDefault("true")
                                    .flag('s'),
                            ParameterDescriptor.optional("urgent", ValueType.BOOLEAN, "")
                                    .flag('u'),
                            ParameterDescriptor.optional(
                                            "pin", ValueType.optional(ValueType.TEXT), "")
                                    .secret())
                    .schemas(DIGEST, DIGEST),
            VerbDescriptor.of("account.transfer.undo", "1.0.0")
                    .effects(EffectSet.of(Effect.MUTATE_STATE))
                    .parameters(ParameterDescriptor.optional(
                            "why", ValueType.optional(ValueType.TEXT), ""))
                    .schemas(DIGEST, DIGEST),
            VerbDescriptor.of("account.balance", "1.0.0")
                    .effects(EffectSet.of(Effect.READ_ONLY))
                    .parameters(ParameterDescriptor.required("account", ValueType.TEXT, ""))
                    .schemas(DIGEST, DIGEST),
            VerbDescriptor.of("cluster.node.drain", "1.0.0")
                    .effects(EffectSet.of(Effect.MUTATE_CONFIG))
                    .parameters(
                            ParameterDescriptor.optional(
                                    "output", ValueType.optional(ValueType.TEXT), ""),
                            ParameterDescriptor.optional("help", ValueType.BOOLEAN, "")
                                    .flag('h'),
                            ParameterDescriptor.optional(
                                            "weights", ValueType.list(ValueType.INT16), "")
                                    .flag('w'),
                            ParameterDescriptor.optional(
                                    "labels", ValueType.map(ValueType.INT32), ""),
                            ParameterDescriptor.optional(
                                    "force", ValueType.optional(ValueType.BOOLEAN), ""),
                            ParameterDescriptor.optional(
                                    "answers", ValueType.list(ValueType.BOOLEAN), ""),
                            ParameterDescriptor.optional(
                                    "maximum-number-of-nodes",
                                    ValueType.optional(ValueType.INT8),
                                    ""),
                            ParameterDescriptor.optional(
                                    "share", ValueType.optional(ValueType.DECIMAL), ""),
                            ParameterDescriptor.optional(
                                            "wait", ValueType.optional(ValueType.DURATION), "")
                                    .flag('W'))
                    .schemas(DIGEST, DIGEST));

    @Override
    public String summary() {
        return "";
    }

    @Override
    public List<VerbDescriptor> verbs() {
        return ALL;
    }

    @Override
    public InputStream schemas() {
        return new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Object readInput(int verb, ValueReader in) {
        throw new AssertionError("a command line read an input");
    }

    @Override
    public void writeInput(int verb, Object input, ValueWriter out) {
        throw new AssertionError("a command line wrote an input");
    }

    @Override
    public void writeResult(int verb, Object result, ValueWriter out) {
        throw new AssertionError("a command line wrote a result");
    }

    @Override
    public Certificate<?> certificate(int verb, Stage stage, Proof proof) {
        throw new AssertionError("a command line made a certificate");
    }

    @Override
    public Object invoke(int verb, Dispatch dispatch) {
        throw new AssertionError("a command line invoked a handler");
    }
}
