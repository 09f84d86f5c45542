package dev.cnv.processor.javac;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import dev.cnv.processor.diagnostic.Code;
import dev.cnv.processor.diagnostic.InternalErrors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import javax.annotation.processing.Filer;
import javax.annotation.processing.Messager;
import javax.annotation.processing.ProcessingEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * Hangs the analysis into javac, with exported packages alone and no flag. Everything is resolved,
 * solved and reported when javac begins to analyse the first class: by then it has written none.
 * Reported later, an error would leave class files behind, and the next build would find nothing to
 * compile and succeed.
 *
 * <p><b>Threading:</b> javac calls it on its one thread; hooks of several compilations share nothing
 * but the table that finds them, which is guarded by its own lock.
 */
public final class Hook implements TaskListener {

    /*
     * The processor and the plugin do not know of each other, and javac gives both the same task.
     * Weak keys: a task is forgotten with its compilation. This is the one static table of CNV.
     */
    private static final Map<JavacTask, Hook> HOOKS = new WeakHashMap<>();

    private final JavacTask task;
    private final Map<String, CompilationUnitTree> units = new LinkedHashMap<>();
    private Setting setting;
    private @Nullable Messager messager;
    private @Nullable Filer filer;
    private boolean refused;
    private boolean done;

    private Hook(JavacTask task, Setting setting) {
        this.task = task;
        this.setting = setting;
    }

    /**
     * Hangs the analysis into the compiler that a processor runs in, once.
     *
     * @param environment the processor's
     * @return the hook; empty when the compiler is another than javac
     */
    public static Optional<Hook> of(ProcessingEnvironment environment) {
        Optional<JavacTask> task = Unwrap.task(environment);
        return task.map(found -> {
            Hook hook = of(found, new Setting(environment.getOptions()));
            hook.setting = merged(hook.setting, new Setting(environment.getOptions()));
            hook.messager = environment.getMessager();
            hook.filer = environment.getFiler();
            return hook;
        });
    }

    private static Setting merged(Setting one, Setting other) {
        Map<String, String> options = new LinkedHashMap<>(one.options());
        options.putAll(other.options());
        return new Setting(options);
    }

    static Hook of(JavacTask task, Setting setting) {
        synchronized (HOOKS) {
            return HOOKS.computeIfAbsent(task, found -> {
                Hook hook = new Hook(found, setting);
                found.addTaskListener(hook);
                return hook;
            });
        }
    }

    /** The processor refused something: one mistake is one message, and bodies are looked at next time. */
    public void refuse() {
        refused = true;
    }

    @Override
    public void started(TaskEvent event) {
        if (event.getKind() == TaskEvent.Kind.ANALYZE && !done) {
            done = true;
            synchronized (HOOKS) {
                HOOKS.remove(task);
            }
            if (!refused && !setting.off()) {
                guard(() -> new Analysis(task, setting, Optional.ofNullable(filer))
                        .run(units.values()));
            }
        }
    }

    @Override
    public void finished(TaskEvent event) {
        if (event.getKind() == TaskEvent.Kind.ENTER && event.getCompilationUnit() != null) {
            units.put(
                    event.getCompilationUnit().getSourceFile().toUri().toString(),
                    event.getCompilationUnit());
        }
    }

    /** An exception in a listener would bring javac down. */
    private void guard(Runnable work) {
        Messager printing = messager;
        if (printing != null) {
            new InternalErrors(printing, setting.options()).guard("the analysis", work);
            return;
        }
        try {
            work.run();
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            units.values().stream()
                    .findFirst()
                    .ifPresent(unit -> com.sun.source.util.Trees.instance(task)
                            .printMessage(
                                    Code.INTERNAL_ERROR.kind(),
                                    "[" + Code.INTERNAL_ERROR.label()
                                            + "] the CNV analysis failed: " + e
                                            + "; report it with the source",
                                    unit,
                                    unit));
        }
    }
}
