package bad;

import dev.cnv.annotations.Effect;
import dev.cnv.annotations.EffectBoundary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

public class Bounds {
    public interface Source {
        @EffectBoundary(value = Effect.READ_ONLY, reason = "sources are read")
        String text() throws IOException;
    }

    public static final class Good implements Source {
        @Override
        public String text() throws IOException {
            return Files.readString(Path.of("x"));
        }
    }

    public static final class Bad implements Source {
        @Override
        public String text() throws IOException {
            Files.delete(Path.of("x")); // expect CNV-214
            return "";
        }
    }
}
