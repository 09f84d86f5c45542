package front;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;
import org.apache.commons.io.FilenameUtils;
import org.apache.commons.io.HexDump;
import org.apache.commons.io.IOUtils;
import org.apache.commons.io.input.BoundedInputStream;
import org.apache.commons.io.output.StringBuilderWriter;

/** Verbs in front of Apache Commons IO. */
public class CommonsIo {
    @Capability(id = "io.extension")
    @Effects(Effect.READ_ONLY)
    public String extension(String name) {
        return FilenameUtils.getExtension(FilenameUtils.normalize(name));
    }

    @Capability(id = "io.copy")
    @Effects(Effect.READ_ONLY)
    public String copy(byte[] bytes) throws IOException {
        return IOUtils.toString(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8);
    }

    @Capability(id = "io.bounded")
    @Effects(Effect.READ_ONLY)
    public int bounded(byte[] bytes) throws IOException {
        try (BoundedInputStream in = BoundedInputStream.builder()
                .setInputStream(new ByteArrayInputStream(bytes))
                .setMaxCount(3)
                .get()) {
            return in.read();
        }
    }

    @Capability(id = "io.dump")
    @Effects(Effect.READ_ONLY)
    public String dump(byte[] bytes) throws IOException {
        StringBuilder out = new StringBuilder();
        HexDump.dump(bytes, out);
        return out.toString();
    }

    @Capability(id = "io.builder")
    @Effects(Effect.READ_ONLY)
    public String builder(String text) {
        StringBuilderWriter writer = new StringBuilderWriter();
        writer.write(text);
        return writer.toString();
    }

    @Capability(id = "io.read")
    @Effects(Effect.READ_ONLY)
    public String read(Path path) throws IOException {
        return FileUtils.readFileToString(path.toFile(), StandardCharsets.UTF_8);
    }

    @Capability(id = "io.delete")
    @Effects(Effect.READ_ONLY)
    public void delete(Path path) throws IOException {
        FileUtils.deleteDirectory(path.toFile());
    }

    @Capability(id = "io.size")
    @Effects(Effect.READ_ONLY)
    public long size(Path path) {
        return FileUtils.sizeOf(path.toFile());
    }
}
