package dev.cnv.processor.javac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** What the analysis says about bodies that javac has not resolved in time. */
class AttributionTest {

    private static final String CALL = """
            package some;
            class Caller {
                void call() {
                    System.gc();
                }
            }
            """;

    @Test
    void body_notResolvedInTime_isSaidWithItsFile() throws IOException {
        List<String> messages = analysed(CALL, (trees, unit) -> {});
        assertEquals(1, messages.size(), messages::toString);
        assertTrue(
                messages.getFirst().startsWith("[CNV-912] javac has not resolved Caller.java"),
                messages::toString);
    }

    @Test
    void body_withAnObjectMadeAlone_isSeenToBeUnresolved() throws IOException {
        String making = CALL.replace("System.gc()", "new Object()");
        assertEquals(1, analysed(making, (trees, unit) -> {}).size());
    }

    @Test
    void body_resolvedByTheAnalysis_isNotSaid() throws IOException {
        assertEquals(List.of(), analysed(CALL, Analysis::attribute));
    }

    /** Runs the analysis where the hook does, with another way to make javac resolve bodies. */
    private static List<String> analysed(
            String text, BiConsumer<Trees, CompilationUnitTree> attribution) throws IOException {
        DiagnosticCollector<JavaFileObject> messages = new DiagnosticCollector<>();
        JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, messages, List.of("-proc:none"), null, List.of(source(text)));
        List<CompilationUnitTree> units = new ArrayList<>();
        task.addTaskListener(new TaskListener() {
            private boolean done;

            @Override
            public void started(TaskEvent event) {
                if (event.getKind() == TaskEvent.Kind.ANALYZE && !done) {
                    done = true;
                    new Analysis(task, new Setting(Map.of()), Optional.empty(), attribution)
                            .run(units);
                }
            }
        });
        task.parse().forEach(units::add);
        task.analyze();
        return messages.getDiagnostics().stream()
                .map(message -> message.getMessage(Locale.ROOT))
                .toList();
    }

    private static JavaFileObject source(String text) {
        return new SimpleJavaFileObject(
                URI.create("memory:///some/Caller.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }
}
