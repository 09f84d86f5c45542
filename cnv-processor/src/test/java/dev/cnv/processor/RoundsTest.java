package dev.cnv.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import org.junit.jupiter.api.Test;

/** Handlers may name types that do not exist in the first round. */
class RoundsTest {

    private static final String HANDLER = """
            package rounds;

            import dev.cnv.annotations.*;
            import java.util.List;

            public class Handler {
                @Capability(id = "rounds.verb")
                @Effects(Effect.READ_ONLY)
                public List<Late> verb(RoundsVerbCertificate.Verified proof, Late late) {
                    return List.of(late, proof.input().late());
                }
            }
            """;

    @Test
    void handler_withTypeOfAnotherProcessor_waitsForIt() {
        Compiled compiled = Compile.withCnv()
                .first(new LateTypes(1))
                .source("rounds/Handler.java", HANDLER)
                .option("-Xlint:all", "-Werror")
                .run();
        assertTrue(compiled.success(), compiled.messages()::toString);
        assertTrue(compiled.sources().get("rounds/HandlerVerbs.java").contains("readLate"));
    }

    @Test
    void handler_withTypeOfALaterRound_waitsForThatToo() {
        Compiled compiled = Compile.withCnv()
                .first(new LateTypes(3))
                .source("rounds/Handler.java", HANDLER)
                .option("-Xlint:all", "-Werror")
                .run();
        assertTrue(compiled.success(), compiled.messages()::toString);
    }

    @Test
    void handler_withTypeThatNeverComes_isJavacsErrorAlone() {
        Compiled compiled =
                Compile.withCnv().source("rounds/Handler.java", HANDLER).run();
        assertFalse(compiled.success());
        assertEquals(List.of(), compiled.codes());
        assertEquals(
                2,
                compiled.otherErrors().stream()
                        .filter(error -> error.text().contains("class Late"))
                        .count(),
                compiled.messages()::toString);
        assertTrue(
                compiled.messages().stream()
                        .allMatch(message -> message.file().equals("Handler.java")),
                compiled.messages()::toString);
    }

    @Test
    void handler_withErrorBesideAMissingType_isReportedAsWell() {
        String source = HANDLER.replace("@Effects(Effect.READ_ONLY)", "");
        Compiled compiled =
                Compile.withCnv().source("rounds/Handler.java", source).run();
        assertEquals(List.of("Handler.java:9 CNV-201"), compiled.codes());
    }

    @Test
    void handler_generatedByAnotherProcessor_isProcessedInItsRound() {
        Compiled compiled = Compile.withCnv()
                .processor(new LateHandler())
                .source("rounds/Start.java", "package rounds; @Deprecated class Start {}")
                .option("-Xlint:all", "-Werror")
                .run();
        assertTrue(compiled.success(), compiled.messages()::toString);
        assertTrue(compiled.sources().containsKey("rounds/GeneratedVerbs.java"));
        assertEquals(
                "rounds.GeneratedVerbs\n",
                compiled.output("META-INF/services/dev.cnv.runtime.spi.VerbModule"));
    }

    @Test
    void typedCalls_usedByOtherSourcesOfTheCompilation_compile() {
        Compiled compiled = Compile.withCnv()
                .first(new LateTypes(1))
                .source("rounds/Handler.java", HANDLER)
                .source("rounds/Use.java", """
                        package rounds;

                        import dev.cnv.runtime.call.Session;
                        import dev.cnv.runtime.outcome.Outcome;
                        import java.util.List;

                        class Use {
                            private final HandlerVerbs verbs = new HandlerVerbs();

                            Outcome<List<Late>> call(Session session, RoundsVerbCertificate.Input input) {
                                return verbs.verbs().isEmpty()
                                        ? session.call(HandlerVerbs.VERB, input)
                                        : HandlerVerbs.with(session).verb(new Late(1));
                            }

                            Outcome<List<Late>> steps(Session session, RoundsVerbCertificate.Input input) {
                                return RoundsVerbCertificate.prepare(session, input).orThrow()
                                        .checkPolicy().orThrow()
                                        .checkCapability().orThrow()
                                        .verify().orThrow()
                                        .run();
                            }
                        }
                        """)
                .run();
        assertTrue(compiled.success(), compiled.messages()::toString);
    }

    @Test
    void stages_skippedOrCast_doNotCompile() {
        for (String body : List.of(
                "RoundsVerbCertificate.prepare(s, i).orThrow().verify()",
                "RoundsVerbCertificate.prepare(s, i).orThrow().run()",
                "RoundsVerbCertificate.prepare(s, i).orThrow().checkPolicy().orThrow().run()",
                "(RoundsVerbCertificate.Verified) RoundsVerbCertificate.prepare(s, i).orThrow()",
                "new RoundsVerbCertificate.Verified(i)",
                "new RoundsVerbCertificate.Verified() {}")) {
            Compiled compiled = Compile.withCnv()
                    .first(new LateTypes(1))
                    .source("rounds/Handler.java", HANDLER)
                    .source(
                            "rounds/Skip.java",
                            "package rounds; class Skip { Object skip(dev.cnv.runtime.call.Session s,"
                                    + " RoundsVerbCertificate.Input i) { return " + body + "; } }")
                    .run();
            assertFalse(compiled.success(), body);
            assertTrue(
                    compiled.messages().stream()
                            .filter(message -> message.kind() == Diagnostic.Kind.ERROR)
                            .allMatch(message -> message.file().equals("Skip.java")),
                    compiled.messages()::toString);
        }
    }

    /** Writes the record {@code Late} after some rounds with other files. */
    @SupportedAnnotationTypes("*")
    private static final class LateTypes extends AbstractProcessor {
        private final int round;
        private int count;

        LateTypes(int round) {
            this.round = round;
        }

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return SourceVersion.latest();
        }

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment env) {
            count++;
            if (count < round) {
                write(processingEnv, "rounds.Filler" + count, "class Filler" + count + " {}");
            } else if (count == round) {
                write(processingEnv, "rounds.Late", "public record Late(int number) {}");
            }
            return false;
        }
    }

    @SupportedAnnotationTypes("java.lang.Deprecated")
    private static final class LateHandler extends AbstractProcessor {
        @Override
        public SourceVersion getSupportedSourceVersion() {
            return SourceVersion.latest();
        }

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment env) {
            if (!annotations.isEmpty()) {
                write(processingEnv, "rounds.Generated", """
                        public class Generated {
                            @dev.cnv.annotations.Capability(id = "rounds.generated")
                            @dev.cnv.annotations.Effects(dev.cnv.annotations.Effect.READ_ONLY)
                            public void verb(RoundsGeneratedCertificate.Verified proof) {}
                        }
                        """);
            }
            return false;
        }
    }

    private static void write(
            javax.annotation.processing.ProcessingEnvironment env, String name, String text) {
        try (Writer out = env.getFiler().createSourceFile(name).openWriter()) {
            out.write("package rounds; " + text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
