/**
 * The annotation processor: reads annotated methods, checks them and writes their certificates,
 * dispatch tables and schemas. Exports nothing; javac finds it through its service entries.
 */
@org.jspecify.annotations.NullMarked
module dev.cnv.processor {
    requires dev.cnv.annotations;
    requires java.compiler;
    requires jdk.compiler;
    requires static com.google.auto.service;
    requires static org.jspecify;

    provides javax.annotation.processing.Processor with
            dev.cnv.processor.CnvProcessor,
            dev.cnv.processor.CnvServicesProcessor;
    provides com.sun.source.util.Plugin with
            dev.cnv.processor.javac.CnvPlugin;
}
