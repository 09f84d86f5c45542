package dev.cnv.benchmarks.compile;

import java.util.ArrayList;
import java.util.List;

/**
 * The least that can be generated for verbs of CNV: for each a sealed type with its input record and
 * four final classes that need a proof, and nothing that calls, decodes or describes it. What it
 * costs javac is below what any processor can reach that gives each verb its own four classes.
 */
final class Floor {

    private Floor() {}

    /** {@return a source for each verb of a shape} */
    static List<Shape.Source> sources(Shape shape) {
        List<Shape.Source> sources = new ArrayList<>();
        for (int i = 0; i < shape.classCount(); i++) {
            for (int j = 0; j < shape.methodCount(); j++) {
                String name = "Handler" + i + "Verb" + j + "Certificate";
                sources.add(new Shape.Source(
                        "bench/p" + i / 10 + "/" + name + ".java",
                        source(i / 10, name, "handler" + i + ".verb" + j)));
            }
        }
        return sources;
    }

    private static String source(int folder, String name, String id) {
        return """
                package bench.p%1$d;

                import dev.cnv.runtime.certificate.Certificate;
                import dev.cnv.runtime.spi.Proof;
                import dev.cnv.runtime.spi.Staged;

                public sealed interface %2$s extends Certificate<%2$s.Input> {
                    record Input(String from, String to, long amount) {}

                    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked> implements %2$s {
                        Unchecked(Proof proof) {
                            super(proof, "%3$s");
                        }
                    }

                    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
                            implements %2$s {
                        PolicyChecked(Proof proof) {
                            super(proof, "%3$s");
                        }
                    }

                    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
                            implements %2$s {
                        CapabilityChecked(Proof proof) {
                            super(proof, "%3$s");
                        }
                    }

                    final class Verified extends Staged.Verified<Input, Long> implements %2$s {
                        Verified(Proof proof) {
                            super(proof, "%3$s");
                        }
                    }
                }
                """.formatted(folder, name, id);
    }
}
