package dev.cnv.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.processor.model.Handler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;

class CnvProcessorTest {

    private static final String GOOD = """
            package good;

            import dev.cnv.annotations.*;

            public class Good {
                @Capability(id = "good.verb")
                @Effects(Effect.READ_ONLY)
                public void verb() {}
            }
            """;

    private static final String BAD = """
            package good;

            import dev.cnv.annotations.*;

            public class Bad {
                @Capability(id = "bad")
                @Effects(Effect.READ_ONLY)
                public void verb() {}
            }
            """;

    @Test
    void processor_faultInOneClass_isReportedAndOthersAreProcessed() {
        Compiled compiled = faulty(new IllegalStateException("boom")).run();
        assertFalse(compiled.success());
        assertEquals(List.of(":-1 CNV-999", "Bad.java:6 CNV-101"), compiled.codes());
        String message = internal(compiled);
        assertTrue(message.contains("good.Good") && message.contains("boom"), message);
        assertFalse(message.contains("\tat "), "the stack trace is for those who ask");
    }

    @Test
    void processor_errorOfTheVirtualMachine_isReportedToo() {
        assertTrue(faulty(new StackOverflowError()).run().codes().contains(":-1 CNV-999"));
        assertTrue(faulty(new NoClassDefFoundError("x")).run().codes().contains(":-1 CNV-999"));
    }

    @Test
    void processor_faultWithDebugOption_showsTheStackTrace() {
        Compiled compiled = faulty(new IllegalStateException("boom"))
                .option("-Acnv.debug=true")
                .run();
        assertTrue(internal(compiled).contains("\tat dev.cnv.processor."));
    }

    @Test
    void processor_fileThatCannotBeWritten_isReportedOnTheClass() {
        Compiled compiled = Compile.withCnv()
                .source("good/Good.java", GOOD)
                .files(Unwritable::new)
                .run();
        assertEquals(List.of("Good.java:5 CNV-902"), compiled.codes());
    }

    @Test
    void processor_severalErrorsInSeveralFiles_reportsAllInOneCompile() {
        Compiled compiled = Compile.withCnv()
                .source("good/Bad.java", BAD)
                .source(
                        "good/Worse.java",
                        BAD.replace("Bad", "Worse").replace("@Effects(Effect.READ_ONLY)", ""))
                .source(
                        "good/Broken.java",
                        "package good; class Broken { int count = \"text\"; Missing missing; }")
                .run();
        assertEquals(
                List.of("Bad.java:6 CNV-101", "Worse.java:6 CNV-101", "Worse.java:8 CNV-201"),
                compiled.codes());
        assertTrue(
                compiled.otherErrors().stream().anyMatch(error -> error.text().contains("Missing")),
                "javac's own errors are there as well");
    }

    @Test
    void processor_generatedFiles_haveTheirClassAsOnlyOrigin() {
        Set<String> origins = new TreeSet<>();
        Compiled compiled = Compile.withCnv()
                .source("good/Good.java", GOOD)
                .source(
                        "good/Other.java",
                        GOOD.replace("Good", "Other").replace("good.verb", "other.verb"))
                .files(manager -> new Origins(manager, origins))
                .run();
        assertTrue(compiled.success());
        assertEquals(
                Set.of(
                        "good.GoodVerbs <- Good.java",
                        "good.GoodVerbCertificate <- Good.java",
                        "META-INF/cnv/schemas/good.Good.json <- Good.java",
                        "good.OtherVerbs <- Other.java",
                        "good.OtherVerbCertificate <- Other.java",
                        "META-INF/cnv/schemas/good.Other.json <- Other.java",
                        "META-INF/cnv/effects.txt <- ",
                        "META-INF/cnv/graph.bin <- ",
                        "META-INF/services/dev.cnv.runtime.spi.VerbModule <- "),
                origins);
    }

    @Test
    void serviceFiles_namesOfProcessors_areTheSameInAllThree() throws IOException {
        Set<String> processors = lines("/META-INF/services/javax.annotation.processing.Processor");
        assertEquals(
                Set.of(CnvProcessor.class.getName(), CnvServicesProcessor.class.getName()),
                processors);
        assertEquals(
                Set.of(
                        CnvProcessor.class.getName() + ",isolating",
                        CnvServicesProcessor.class.getName() + ",aggregating"),
                lines("/META-INF/gradle/incremental.annotation.processors"));
    }

    private static String internal(Compiled compiled) {
        return compiled.messages().stream()
                .filter(message -> message.code().equals("CNV-999"))
                .findFirst()
                .orElseThrow()
                .text();
    }

    private static Set<String> lines(String resource) throws IOException {
        try (var in = CnvProcessor.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .collect(Collectors.toSet());
        }
    }

    private static Compile faulty(Throwable fault) {
        Consumer<Handler> witness = handler -> {
            if (handler.type().simpleName().equals("Good")) {
                CnvProcessorTest.<RuntimeException>sneak(fault);
            }
        };
        return Compile.plain()
                .processor(new CnvProcessor(witness))
                .processor(new CnvServicesProcessor())
                .source("good/Good.java", GOOD)
                .source("good/Bad.java", BAD);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable fault) throws T {
        throw (T) fault;
    }

    private static final class Unwritable extends ForwardingJavaFileManager<JavaFileManager> {
        Unwritable(JavaFileManager manager) {
            super(manager);
        }

        @Override
        public JavaFileObject getJavaFileForOutputForOriginatingFiles(
                Location location, String name, JavaFileObject.Kind kind, FileObject... origins)
                throws IOException {
            throw new IOException("disk full");
        }
    }

    private static final class Origins extends ForwardingJavaFileManager<JavaFileManager> {
        private final Set<String> seen;

        Origins(JavaFileManager manager, Set<String> seen) {
            super(manager);
            this.seen = seen;
        }

        @Override
        public JavaFileObject getJavaFileForOutputForOriginatingFiles(
                Location location, String name, JavaFileObject.Kind kind, FileObject... origins)
                throws IOException {
            if (kind == JavaFileObject.Kind.SOURCE) {
                note(name, origins);
            }
            return super.getJavaFileForOutputForOriginatingFiles(location, name, kind, origins);
        }

        @Override
        public FileObject getFileForOutputForOriginatingFiles(
                Location location, String packageName, String path, FileObject... origins)
                throws IOException {
            note(path, origins);
            return super.getFileForOutputForOriginatingFiles(location, packageName, path, origins);
        }

        private void note(String file, FileObject... origins) {
            seen.add(file + " <- "
                    + List.of(origins).stream()
                            .map(origin -> origin.getName()
                                    .substring(origin.getName().lastIndexOf('/') + 1))
                            .collect(Collectors.joining(", ")));
        }
    }
}
