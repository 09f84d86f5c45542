package dev.cnv.runtime.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A worker may be in another folder than the runtime, and still finds its classes. */
final class WorkerCommandTest {

    @Test
    void elements_ofAPath_areAbsolute() {
        Path here = Path.of("").toAbsolutePath();
        Path root = here.getRoot();
        assertEquals(
                List.of(here.resolve("classes"), root.resolve("a.jar"), here, here),
                WorkerCommand.elements(String.join(
                        File.pathSeparator, "classes", root.resolve("a.jar").toString(), "", "")));
    }
}
