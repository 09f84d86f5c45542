package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls of SANDBOXED verbs by an application of an ordinary user, started by root. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IsolationUserTest {

    private static final int NOBODY = 65534;
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

    @Test
    void sandboxedVerb_ofAnOrdinaryUser_runsInAProcessOfItsOwn(@TempDir Path folder)
            throws Exception {
        assumeTrue(
                Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid")),
                "only root can start a process of another user");
        assumeTrue(Files.isExecutable(SETPRIV), "the tool setpriv is not there");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path work = Files.createDirectory(folder.resolve("work"));
        Files.setAttribute(work, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
        Path classes = folder.resolve("classes");
        Workshop.Said compiled =
                Workshop.compile(Workshop.resource("isolated"), classes, "--class-path");
        assertEquals(0, compiled.status(), compiled.text());
        String path = classes + File.pathSeparator + readable(folder.resolve("libraries"));
        String missing = run(work, path, MissingMain.class.getName()).text();
        assumeTrue(
                missing.isBlank(), () -> "for user " + NOBODY + " this machine lacks: " + missing);
        IsolationPathTest.assertIsolated(run(work, path, "isolated.Main"));
        Path box = work.resolve("boxes");
        assertEquals(NOBODY, Files.getAttribute(box, "unix:uid"), "it was that user's");
    }

    private static Workshop.Said run(Path work, String path, String main) {
        List<String> user = List.of(
                SETPRIV.toString(),
                "--reuid=" + NOBODY,
                "--regid=" + NOBODY,
                "--clear-groups",
                "--");
        return Workshop.run(user, work, List.of("--class-path", path, main));
    }

    /** Copies of the libraries that everybody can read: those of the build may be root's alone. */
    private static String readable(Path to) throws IOException {
        Files.createDirectory(to);
        List<Path> copies = new ArrayList<>();
        for (String entry : Workshop.libraries().split(File.pathSeparator)) {
            Path copy = to.resolve(copies.size() + "-" + Path.of(entry).getFileName());
            copy(Path.of(entry), copy);
            copies.add(copy);
        }
        Path own = to.resolve("own");
        String name = MissingMain.class.getName().replace('.', '/') + ".class";
        Files.createDirectories(own.resolve(name).getParent());
        try (var in = MissingMain.class.getResourceAsStream("MissingMain.class")) {
            Files.copy(in, own.resolve(name));
        }
        copies.add(own);
        return copies.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> walk = Files.walk(from)) {
            walk.forEach(each -> {
                try {
                    Files.copy(each, to.resolve(from.relativize(each).toString()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
