package dev.cnv.examples.workspace;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;
import dev.cnv.runtime.time.SystemTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Shows CNV at work on real files.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
public final class Demo {

    /** A demonstration. */
    public Demo() {}

    /**
     * Runs callers with different rights over a copy of a directory, and reads the ledger back.
     *
     * <p>A person may do everything, one agent may only read below one folder, one may write but never
     * delete, and one caller has no credential. Every decision is shown with its reason; then the
     * ledger is verified and counted. It fails when anything is not as it should be.
     *
     * @param keep where the copy and the ledger are kept, a directory that is new or empty; by default
     *     both are deleted in the end
     * @param source the directory that is copied
     * @return every decision and the ledger's totals
     */
    @Capability(id = "cnv.demo")
    @Effects({Effect.MUTATE_STATE, Effect.STORAGE_WRITE})
    @Contract(duration = DurationClass.BATCH)
    public DemoReport demo(Optional<Path> keep, @Param(defaultValue = ".") Path source) {
        try {
            return keep.isPresent() ? kept(keep.get(), source) : passing(source);
        } catch (IOException e) {
            throw new DemoFailedException("source=" + source + " cannot be used: " + e, e);
        }
    }

    private static DemoReport kept(Path keep, Path source) throws IOException {
        Path directory = Files.createDirectories(keep).toRealPath();
        try (Stream<Path> names = Files.list(directory)) {
            if (names.findAny().isPresent()) {
                throw new WorkspaceException(
                        "keep=" + keep + " is not empty; name a new directory");
            }
        }
        return run(directory, source);
    }

    private static DemoReport passing(Path source) throws IOException {
        Path directory = Files.createTempDirectory("cnv-demo-").toRealPath();
        try {
            return run(directory, source);
        } finally {
            DemoFiles.deleteTree(directory);
        }
    }

    private static DemoReport run(Path directory, Path source) throws IOException {
        try (SystemTime time = new SystemTime(Clock.systemUTC())) {
            return new DemoRun(directory, time).run(source);
        }
    }
}
