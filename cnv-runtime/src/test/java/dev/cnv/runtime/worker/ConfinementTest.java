package dev.cnv.runtime.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfinementTest {

    private static final Path SOCKETS = Path.of("/run/cnv");

    private static Confinement of(
            OptionalLong memory, Duration cpu, OptionalInt files, Path folder) {
        return new Confinement(
                memory, Optional.of(cpu), files, false, folder, SOCKETS, List.of(Path.of("/app")));
    }

    private static void refused(Runnable made) {
        assertThrows(IllegalArgumentException.class, made::run);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "relative",
                "/srv/../etc",
                "/usr",
                "/usr/lib",
                "/usr/lib/x",
                "/lib",
                "/lib64/x",
                "/etc",
                "/proc",
                "/proc/x",
                "/sys",
                "/dev",
                "/.cnv",
                "/.old",
                "/.new/x",
                "/app",
                "/run/cnv",
                "/run",
                "/run/cnv/x",
                "/a\nb"
            })
    void folder_thatWouldOpenOrHideOthers_isRefused(String folder) {
        OptionalLong none = OptionalLong.empty();
        refused(() -> of(none, Duration.ofSeconds(1), OptionalInt.empty(), Path.of(folder)));
    }

    @Test
    void limits_notPositive_areRefused() {
        Path folder = Path.of("/srv/work");
        Duration second = Duration.ofSeconds(1);
        refused(() -> of(OptionalLong.of(0), second, OptionalInt.of(1), folder));
        refused(() -> of(OptionalLong.of(1), Duration.ZERO, OptionalInt.of(1), folder));
        refused(() -> of(OptionalLong.of(1), second, OptionalInt.of(-1), folder));
    }

    @Test
    void readable_beyondCount_isRefused() {
        List<Path> many = Collections.nCopies(Confinement.MAX_READABLE + 1, Path.of("/app"));
        refused(() -> new Confinement(
                OptionalLong.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                false,
                Path.of("/srv/work"),
                SOCKETS,
                many));
    }

    @Test
    void limits_ofPrlimit_areSumsWithTheJvmsNeeds() {
        Confinement asked = of(
                OptionalLong.of(100),
                Duration.ofMillis(1001),
                OptionalInt.of(5),
                Path.of("/srv/work"));
        long data = 100 + JvmNeeds.DATA_BYTES;
        long all = data + JvmNeeds.RESERVED_BYTES;
        assertEquals(144, JvmNeeds.tasks(1));
        assertEquals(512, JvmNeeds.tasks(1000));
        assertEquals(
                List.of(
                        "--core=0:0",
                        "--nproc=" + JvmNeeds.tasks() + ":" + JvmNeeds.tasks(),
                        "--data=" + data + ":" + data,
                        "--as=" + all + ":" + all,
                        "--cpu=2:2",
                        "--nofile=38:38"),
                JvmNeeds.limits(asked));
    }
}
