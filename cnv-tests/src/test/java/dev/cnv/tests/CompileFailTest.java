package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ways round the stages that javac itself refuses, in an application beside the generated code. */
class CompileFailTest {

    private static final String HANDLER = """
            package app;
            import dev.cnv.annotations.*;
            public final class Doors {
                @Capability(id = "door.open") @Effects(Effect.MUTATE_STATE)
                public void open(DoorOpenCertificate.%s proof, String name) {}
                @Capability(id = "door.shut") @Effects(Effect.MUTATE_STATE)
                public void shut(String name) {}
            }
            """;

    private static final String CALLER = """
            package other;
            import app.*;
            import dev.cnv.runtime.spi.*;
            final class Caller {
                static Object trick(DoorOpenCertificate.Unchecked unchecked, DoorOpenCertificate.PolicyChecked policy,
                        DoorShutCertificate.Verified other, Doors doors, Proof proof) throws Throwable {
                    %s
                }
            }
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "constructed from outside | return new DoorOpenCertificate.Verified(proof); | not public",
                "called with an earlier stage | doors.open(unchecked, \"x\"); return null; | incompatible types",
                "called with another verb's | doors.open(other, \"x\"); return null; | incompatible types",
                "called without any | doors.open(\"x\"); return null; | cannot be applied",
                "cast to a later stage | return (DoorOpenCertificate.Verified) policy; | incompatible types",
                "a step left out | return unchecked.verify(); | cannot find symbol",
                "run before verified | return policy.run(); | cannot find symbol",
                "a fifth stage | class Fifth implements DoorOpenCertificate {} return null; | sealed",
                "an own proof | class Own implements Proof {} return null; | sealed",
                "an own dispatch | class Own implements Dispatch {} return null; | sealed",
                "the kernel's own class | return new dev.cnv.runtime.kernel.KernelProof(null, null, null);"
                        + " | not visible",
            })
    void trick_isRefusedByTheCompiler(
            String name, String body, String expected, @TempDir Path folder) throws IOException {
        Workshop.Said honest = compile(folder.resolve("honest"), "Verified", "return null;");
        assertEquals(0, honest.status(), honest.text());
        Workshop.Said said = compile(folder.resolve("trick"), "Verified", body);
        assertEquals(1, said.status(), name + " compiled");
        assertTrue(
                said.text().contains("Caller.java") && said.text().contains(expected), said.text());
    }

    @ParameterizedTest
    @CsvSource({"Unchecked", "PolicyChecked", "CapabilityChecked"})
    void handler_takingAnEarlierStage_isRefused(String stage, @TempDir Path folder)
            throws IOException {
        Workshop.Said said = compile(folder, stage, "return null;");
        assertEquals(1, said.status(), stage + " compiled");
        assertTrue(
                said.text().contains("Doors.java:5") && said.text().contains("[CNV-"), said.text());
    }

    private static Workshop.Said compile(Path folder, String stage, String body)
            throws IOException {
        Path sources = folder.resolve("src");
        write(
                sources.resolve("module-info.java"),
                "module app { requires dev.cnv.runtime; exports app; }");
        write(sources.resolve("app/Doors.java"), HANDLER.formatted(stage));
        write(sources.resolve("other/Caller.java"), CALLER.formatted(body));
        return Workshop.compileLoosely(sources, folder.resolve("classes"), "--module-path");
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
