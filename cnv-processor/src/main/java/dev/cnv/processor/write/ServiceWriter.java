package dev.cnv.processor.write;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Set;
import java.util.TreeSet;
import javax.annotation.processing.Filer;
import javax.lang.model.util.Elements;
import javax.tools.StandardLocation;

/** Writes the service entry by which an application finds its verbs. */
public final class ServiceWriter {

    /** The interface of generated verbs. */
    public static final String SERVICE = "dev.cnv.runtime.spi.VerbModule";

    private static final String ENTRY = "META-INF/services/" + SERVICE;

    private final Filer filer;
    private final Elements elements;

    /**
     * A writer.
     *
     * @param filer where the entry goes
     * @param elements says which classes of an earlier entry still exist
     */
    public ServiceWriter(Filer filer, Elements elements) {
        this.filer = filer;
        this.elements = elements;
    }

    /**
     * Writes the entry, together with what an earlier compile of other classes left in it.
     *
     * @param services the names of the generated classes; none is no entry
     */
    public void write(Set<String> services) {
        if (services.isEmpty()) {
            return;
        }
        Set<String> names = new TreeSet<>(services);
        names.addAll(earlier());
        try (Writer out =
                filer.createResource(StandardLocation.CLASS_OUTPUT, "", ENTRY).openWriter()) {
            for (String name : names) {
                out.write(name + "\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("file=" + ENTRY + " could not be written", e);
        }
    }

    private Set<String> earlier() {
        Set<String> names = new TreeSet<>();
        try (BufferedReader in = new BufferedReader(
                filer.getResource(StandardLocation.CLASS_OUTPUT, "", ENTRY).openReader(true))) {
            in.lines().filter(name -> elements.getTypeElement(name) != null).forEach(names::add);
        } catch (IOException _) {
            // There is no earlier entry.
            return names;
        }
        return names;
    }
}
