package dev.cnv.hotpath.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cnv.annotations.Effect;
import dev.cnv.hotpath.FrameDescriptor;
import dev.cnv.runtime.capability.VerbDescriptor;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is allocated, by construction: with each compiler and with none. */
class CommandAllocationTest {

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+TieredCompilation", "-XX:TieredStopAtLevel=1", "-Xint"})
    void parserAndHashes_anyCompiler_allocateNothing(String flag) throws Exception {
        assertEquals(
                List.of("loop 0", "parse 0", "segment 0", "hash 0", "capability 0", "control true"),
                run(flag));
    }

    private static List<String> run(String flag) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                flag,
                "-cp",
                String.join(File.pathSeparator, classPath()),
                AllocationMain.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), out);
        return out.lines().toList();
    }

    private static Set<String> classPath() throws URISyntaxException, IOException {
        Set<String> places = new LinkedHashSet<>();
        for (Class<?> type : List.of(
                AllocationMain.class, FrameDescriptor.class, VerbDescriptor.class, Effect.class)) {
            places.add(place(type));
        }
        return places;
    }

    /** The folder or the jar that a class is in. */
    private static String place(Class<?> type) throws URISyntaxException {
        String file = type.getName().replace('.', '/') + ".class";
        String url = String.valueOf(type.getResource("/" + file));
        String place = url.substring(0, url.length() - file.length());
        return place.startsWith("jar:")
                ? Path.of(new URI(place.substring(4, place.length() - 2))).toString()
                : Path.of(new URI(place)).toString();
    }
}
