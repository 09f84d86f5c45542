package good.bounds;

import dev.cnv.annotations.*;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An implementation that does no more than somebody vouches for; one of another method may. */
public class NearBounds {

    public interface Source {
        @EffectBoundary(value = Effect.READ_ONLY, reason = "sources are read")
        String text() throws IOException;

        void clear() throws IOException;
    }

    public static final class Kept implements Source {
        // near CNV-214: Files.readString => Files.writeString(Path.of("x"), "y").toString() + Files.readString
        @Override
        public String text() throws IOException {
            return Files.readString(Path.of("x"));
        }

        @Override
        public void clear() throws IOException {
            Files.delete(Path.of("x"));
        }
    }
}
