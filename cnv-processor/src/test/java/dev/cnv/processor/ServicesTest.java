package dev.cnv.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServicesTest {

    private static final String ENTRY = "META-INF/services/dev.cnv.runtime.spi.VerbModule";

    @TempDir
    Path folder;

    @Test
    void serviceEntry_compiledInParts_keepsWhatStillExistsAndNothingElse() throws Exception {
        assertTrue(compile("One").run(folder).success());
        Files.writeString(
                folder.resolve("c").resolve(ENTRY), "services.OneVerbs\nservices.GoneVerbs\n");
        Compiled second = compile("Two")
                .option(
                        "-cp",
                        folder.resolve("c")
                                + System.getProperty("path.separator")
                                + Compile.classPath())
                .run(folder);
        assertTrue(second.success(), second.messages()::toString);
        assertEquals("services.OneVerbs\nservices.TwoVerbs\n", second.output(ENTRY));
    }

    @Test
    void serviceEntry_withErrors_isNotWritten() {
        Compiled compiled = compile("One")
                .source("services/Bad.java", source("Bad").replace("bad.verb", "bad"))
                .run();
        assertEquals(List.of("Bad.java:8 CNV-101"), compiled.codes());
        assertFalse(compiled.outputs().containsKey(ENTRY));
    }

    @Test
    void module_exportedWithProvides_compilesCleanlyUnderAllLints() {
        Compiled compiled = module(
                        "provides dev.cnv.runtime.spi.VerbModule with services.OneVerbs;")
                .run();
        assertTrue(compiled.success(), compiled.messages()::toString);
        assertEquals(List.of(), compiled.codes());
        assertFalse(
                compiled.sources().get("services/OneVerbs.java").contains("Generated"),
                "the module cannot see javax.annotation.processing.Generated");
    }

    @Test
    void module_withoutProvides_compilesWithANote() {
        Compiled compiled = module("").run();
        assertTrue(compiled.success(), compiled.messages()::toString);
        assertEquals(List.of("module-info.java:1 CNV-901"), compiled.codes());
    }

    @Test
    void module_thatReadsJavaCompiler_getsTheGeneratedAnnotation() {
        Compiled compiled = module(
                        "requires java.compiler; provides dev.cnv.runtime.spi.VerbModule with services.OneVerbs;")
                .run();
        assertTrue(compiled.success(), compiled.messages()::toString);
        assertTrue(compiled.sources().get("services/OneVerbs.java").contains("@Generated("));
    }

    private static Compile module(String directives) {
        return compile("One")
                .source(
                        "module-info.java",
                        "module services { requires dev.cnv.runtime; exports services; "
                                + directives + " }")
                .modular()
                .option("-Xlint:all,-requires-automatic", "-Werror");
    }

    private static Compile compile(String name) {
        return Compile.withCnv().source("services/" + name + ".java", source(name));
    }

    private static String source(String name) {
        return """
                package services;

                import dev.cnv.annotations.*;

                public class NAME {
                    public NAME() {}

                    @Capability(id = "ID.verb")
                    @Effects(Effect.READ_ONLY)
                    public String verb(String text) {
                        return text;
                    }
                }
                """.replace("NAME", name).replace("ID", name.toLowerCase(java.util.Locale.ROOT));
    }
}
