package dev.cnv.processor.write;

import dev.cnv.processor.model.ClassName;

/** The names of the runtime's types that generated code uses. */
final class Api {

    static final ClassName SESSION = runtime(".call", "Session");
    static final ClassName CERTIFICATE = runtime(".certificate", "Certificate");
    static final ClassName STAGE = runtime(".certificate", "Stage");
    static final ClassName STEP = runtime(".certificate", "Step");
    static final ClassName OUTCOME = runtime(".outcome", "Outcome");
    static final ClassName STAGED = runtime(".spi", "Staged");
    static final ClassName PROOF = runtime(".spi", "Proof");
    static final ClassName DISPATCH = runtime(".spi", "Dispatch");
    static final ClassName VALUE_READER = runtime(".spi", "ValueReader");
    static final ClassName VALUE_WRITER = runtime(".spi", "ValueWriter");
    static final ClassName VERB_LIST = runtime(".spi", "VerbList");
    static final ClassName VERB_MODULE = runtime(".spi", "VerbModule");
    static final ClassName CAPABILITY_ID = runtime(".capability", "CapabilityId");
    static final ClassName CONTRACT_TERMS = runtime(".capability", "ContractTerms");
    static final ClassName EFFECT_SET = runtime(".capability", "EffectSet");
    static final ClassName PARAMETER_DESCRIPTOR = runtime(".capability", "ParameterDescriptor");
    static final ClassName VALUE_TYPE = runtime(".capability", "ValueType");
    static final ClassName VERB_DESCRIPTOR = runtime(".capability", "VerbDescriptor");
    static final ClassName RESULT_SHAPE = VERB_DESCRIPTOR.nested("ResultShape");
    static final ClassName VERB_KEY = runtime(".capability", "VerbKey");
    static final ClassName FRAME_DESCRIPTOR = hotpath("", "FrameDescriptor");
    static final ClassName FRAME_DISPATCHER = hotpath(".worker", "FrameDispatcher");
    static final ClassName FRAME_MODULE = hotpath(".worker", "FrameModule");
    static final ClassName FRAMED_VERBS = hotpath(".worker", "FramedVerbs");
    static final ClassName DISPATCH_RIGHT = hotpath(".worker", "DispatchRight");
    static final ClassName GENERATED = ClassName.of("javax.annotation.processing", "Generated");

    private Api() {}

    private static ClassName hotpath(String topic, String name) {
        return ClassName.of("dev.cnv.hotpath" + topic, name);
    }

    private static ClassName runtime(String topic, String name) {
        return ClassName.of("dev.cnv.runtime" + topic, name);
    }
}
