package dev.cnv.processor.javac;

import dev.cnv.processor.effect.Node;
import dev.cnv.processor.effect.SummaryFile;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.tools.JavaFileObject;

/** What other CNV modules say about their methods, each in a file of its jar. */
final class Summaries {

    private final Types types;
    private final Map<String, Optional<SummaryFile>> files = new HashMap<>();

    Summaries(Types types) {
        this.types = types;
    }

    /** Describes a method by its module's word. Folders are class files of one's own: read those. */
    boolean describe(ExecutableElement method, Node node) {
        TypeElement owner = Types.owner(method);
        JavaFileObject file = types.elements().getFileObjectOf(owner);
        if (file == null || !"jar".equals(file.toUri().getScheme())) {
            return false;
        }
        String uri = file.toUri().toString();
        String jar = uri.substring(0, Math.max(0, uri.indexOf("!/")));
        Optional<SummaryFile> summary = files.computeIfAbsent(
                jar,
                _ -> Siblings.resource(
                                file,
                                types.elements().getBinaryName(owner).toString(),
                                SummaryFile.PATH)
                        .flatMap(SummaryFile::parse));
        Optional<SummaryFile.Entry> entry =
                summary.flatMap(known -> known.entry(types.key(method)));
        entry.ifPresent(known -> node.describe(
                known.summary(),
                "summary in " + jar.substring(jar.lastIndexOf('/') + 1)
                        + (known.why().isEmpty() ? "" : ": " + known.why())));
        return entry.isPresent();
    }
}
