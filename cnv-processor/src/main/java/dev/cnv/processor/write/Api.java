package dev.cnv.processor.write;

import com.palantir.javapoet.ClassName;

/** The names of the runtime's types that generated code uses. */
final class Api {

    static final ClassName SESSION = runtime(".call", "Session");
    static final ClassName CERTIFICATE = runtime(".certificate", "Certificate");
    static final ClassName EXPORTED_CERTIFICATE = runtime(".certificate", "ExportedCertificate");
    static final ClassName EXPORT_OPTIONS = runtime(".certificate", "ExportOptions");
    static final ClassName STAGE = runtime(".certificate", "Stage");
    static final ClassName STEP = runtime(".certificate", "Step");
    static final ClassName OUTCOME = runtime(".outcome", "Outcome");
    static final ClassName CERTIFICATE_BASE = runtime(".spi", "CertificateBase");
    static final ClassName PROOF = runtime(".spi", "Proof");
    static final ClassName DISPATCH = runtime(".spi", "Dispatch");
    static final ClassName VALUE_READER = runtime(".spi", "ValueReader");
    static final ClassName VALUE_WRITER = runtime(".spi", "ValueWriter");
    static final ClassName VERB_MODULE = runtime(".spi", "VerbModule");
    static final ClassName CONTRACT_TERMS = runtime(".capability", "ContractTerms");
    static final ClassName EFFECT_SET = runtime(".capability", "EffectSet");
    static final ClassName PARAMETER_DESCRIPTOR = runtime(".capability", "ParameterDescriptor");
    static final ClassName VALUE_TYPE = runtime(".capability", "ValueType");
    static final ClassName VERB_DESCRIPTOR = runtime(".capability", "VerbDescriptor");
    static final ClassName RESULT_SHAPE = VERB_DESCRIPTOR.nestedClass("ResultShape");
    static final ClassName VERB_KEY = runtime(".capability", "VerbKey");
    static final ClassName GENERATED = ClassName.get("javax.annotation.processing", "Generated");

    private Api() {}

    private static ClassName runtime(String topic, String name) {
        return ClassName.get("dev.cnv.runtime" + topic, name);
    }
}
