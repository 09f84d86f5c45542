package dev.cnv.processor.write;

import dev.cnv.processor.model.ClassName;
import dev.cnv.processor.model.Handler;
import dev.cnv.processor.model.Names;
import dev.cnv.processor.model.Verb;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import javax.annotation.processing.Filer;
import javax.lang.model.element.TypeElement;
import javax.tools.StandardLocation;

/** Writes what is generated for a class, each file with the class as its only origin. */
public final class HandlerWriter {

    private final Filer filer;
    // Of two classes that want one name the first gets it; the other is reported elsewhere.
    private final Set<ClassName> names = new HashSet<>();
    // Of a whole text each writer would make a copy of its own.
    private final char[] piece = new char[2048];

    /**
     * A writer.
     *
     * @param filer where files go
     */
    public HandlerWriter(Filer filer) {
        this.filer = filer;
    }

    /**
     * Writes all files of a class.
     *
     * @param handler the class's model
     * @param broken the indices of the methods with problems: of them as much is written as other
     *     code needs to compile
     * @param origin the class
     * @throws IOException when a file cannot be written
     */
    public void write(Handler handler, Set<Integer> broken, TypeElement origin) throws IOException {
        Handler written = Skeleton.of(handler, broken);
        if (!names.add(written.verbsType())) {
            return;
        }
        certificates(handler, broken, origin);
        VerbsWriter verbs = new VerbsWriter(written, broken);
        source(written.verbsType(), verbs.source(), origin);
        for (Map.Entry<ClassName, String> more : verbs.more().entrySet()) {
            source(more.getKey(), more.getValue(), origin);
        }
        FramesWriter frames = new FramesWriter(written, broken);
        if (!frames.isEmpty()) {
            source(written.framesType(), frames.source(), origin);
        }
        if (broken.isEmpty()) {
            schemas(written, origin);
        }
    }

    /**
     * Writes the certificates of a class, those that are not written yet.
     *
     * @param handler the class's model
     * @param broken the indices of the methods with problems
     * @param origin the class
     * @throws IOException when a file cannot be written
     */
    public void certificates(Handler handler, Set<Integer> broken, TypeElement origin)
            throws IOException {
        Handler written = Skeleton.of(handler, broken);
        for (Verb verb : written.verbs()) {
            if (names.add(verb.certificate())) {
                source(verb.certificate(), new CertificateWriter(written, verb).source(), origin);
            }
        }
    }

    private void schemas(Handler handler, TypeElement origin) throws IOException {
        String resource = Names.SCHEMAS + handler.type().binaryName() + ".json";
        try (OutputStream out = filer.createResource(
                        StandardLocation.CLASS_OUTPUT, "", resource, origin)
                .openOutputStream()) {
            out.write(schemas(handler.verbs()));
        }
    }

    private static byte[] schemas(List<Verb> verbs) {
        Map<String, Object> schemas = new LinkedHashMap<>();
        for (Verb verb : verbs) {
            schemas.put(
                    verb.capability().id(),
                    Map.of("input", Schemas.input(verb), "output", Schemas.output(verb)));
        }
        return Json.canonical(schemas).getBytes(StandardCharsets.UTF_8);
    }

    /** The CRC-32 of the file of a class's schemas. */
    static long schemasChecksum(List<Verb> verbs) {
        CRC32 checksum = new CRC32();
        checksum.update(schemas(verbs));
        return checksum.getValue();
    }

    private void source(ClassName name, String text, TypeElement origin) throws IOException {
        try (Writer out = filer.createSourceFile(name.canonicalName(), origin).openWriter()) {
            for (int at = 0; at < text.length(); at += piece.length) {
                int end = Math.min(at + piece.length, text.length());
                text.getChars(at, end, piece, 0);
                out.write(piece, 0, end - at);
            }
        }
    }
}
