package dev.cnv.processor.javac;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import dev.cnv.processor.diagnostic.Code;
import dev.cnv.processor.diagnostic.Severities;
import dev.cnv.processor.effect.EffectTable;
import dev.cnv.processor.effect.Node;
import dev.cnv.processor.effect.Solver;
import dev.cnv.processor.read.Marks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import javax.annotation.processing.Filer;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/** One run over all sources of a compilation: resolve, read, solve, judge, print. */
final class Analysis {

    private final BiConsumer<Trees, CompilationUnitTree> attribution;
    private final Setting setting;
    private final Optional<Filer> filer;
    private final Trees trees;
    private final Types types;
    private final Elements elements;
    private final Findings findings;
    private final Severities severities;

    Analysis(JavacTask task, Setting setting, Optional<Filer> filer) {
        this(task, setting, filer, Analysis::attribute);
    }

    /** An analysis that is told how javac is made to resolve the bodies of a source. */
    Analysis(
            JavacTask task,
            Setting setting,
            Optional<Filer> filer,
            BiConsumer<Trees, CompilationUnitTree> attribution) {
        this.attribution = attribution;
        this.setting = setting;
        this.filer = filer;
        this.trees = Trees.instance(task);
        this.types = new Types(task.getElements(), task.getTypes());
        this.findings = new Findings(task.getElements());
        this.severities = new Severities(setting.options());
        this.elements = task.getElements();
    }

    void run(Collection<CompilationUnitTree> given) {
        List<CompilationUnitTree> units = List.copyOf(given);
        if (units.isEmpty()) {
            return;
        }
        for (String mistake : setting.mistakes(severities)) {
            say(Code.MALFORMED_OPTION, mistake, units.getFirst());
        }
        Optional<EffectTable> user = user(units.getFirst());
        if (user.isEmpty()) {
            return;
        }
        units.forEach(unit -> attribution.accept(trees, unit));
        OwnedFields owned = new OwnedFields();
        Library library = new Library(types);
        Universe universe = new Universe(types, user.get(), EffectTable.builtIn(), library);
        library.universe(universe);
        units.forEach(this::written);
        units.forEach(unit -> declare(unit, universe, owned));
        for (CompilationUnitTree unit : units) {
            new BodyReader(trees, universe, owned, findings, unit).scan(unit, null);
        }
        if (sayUnattributed(units.getFirst()) || findings.isBroken()) {
            return;
        }
        judge(universe, new Printer(trees, elements, severities, units.getFirst()));
    }

    /** Bodies that are not resolved would look as if they did nothing: nothing is judged then. */
    private boolean sayUnattributed(CompilationUnitTree unit) {
        for (String name : findings.unattributed()) {
            say(
                    Code.NOT_ATTRIBUTED,
                    "javac has not resolved " + name + " in time; compile with"
                            + " -XDcompilePolicy=simple, and report it with the JDK's version",
                    unit);
        }
        return !findings.unattributed().isEmpty();
    }

    /** Only what a verb reaches, or somebody vouched for, is solved: nobody asks for the rest. */
    private void judge(Universe universe, Printer printer) {
        List<Node> roots = new ArrayList<>();
        List<Verdicts.Found> elsewhere = ModuleVerbs.elsewhere(types, universe, filer);
        elsewhere.forEach(found -> roots.add(universe.node(found.method())));
        for (ExecutableElement method : findings.methods().keySet()) {
            if (Marks.verb(method) || !universe.bounded(method).isEmpty()) {
                roots.add(universe.node(method));
            }
        }
        new Solver().solve(roots);
        new Verdicts(types, universe, findings, printer, elsewhere).run();
        if (!roots.isEmpty()) {
            filer.ifPresent(
                    files -> ModuleVerbs.write(types, universe, findings, elsewhere, files));
        }
    }

    /** The user's file; empty when it is wrong, which was said: then nothing can be judged. */
    private Optional<EffectTable> user(CompilationUnitTree unit) {
        EffectTable table = new EffectTable();
        String file = setting.effectsFile();
        if (!file.isEmpty()) {
            try {
                table.read(Files.readString(Path.of(file)));
            } catch (EffectTable.MalformedException e) {
                say(
                        Code.MALFORMED_EFFECTS_FILE,
                        file + ":" + e.line() + ": " + e.getMessage() + "; correct the line",
                        unit);
                return Optional.empty();
            } catch (IOException | RuntimeException e) {
                say(
                        Code.MALFORMED_EFFECTS_FILE,
                        file + " cannot be read: " + e + "; correct -A" + Setting.EFFECTS,
                        unit);
                return Optional.empty();
            }
        }
        return Optional.of(table);
    }

    private void say(Code code, String text, CompilationUnitTree unit) {
        trees.printMessage(code.kind(), "[" + code.label() + "] " + text, unit, unit);
    }

    /**
     * Makes javac resolve the bodies of a source. Asking for the element of a part of a class that has
     * none does that: {@code JavacTrees.getElement} then looks for it in the bodies. Nobody promises
     * it; AnalysisTest fails when a JDK no longer does it.
     */
    static void attribute(Trees trees, CompilationUnitTree unit) {
        TreePath root = new TreePath(unit);
        for (Tree tree : unit.getTypeDecls()) {
            if (tree instanceof ClassTree type) {
                TreePath path = new TreePath(root, type);
                trees.getElement(new TreePath(path, type.getModifiers()));
            }
        }
    }

    /** Finds what is generated for the classes of a source. */
    private void written(CompilationUnitTree unit) {
        TreePath root = new TreePath(unit);
        for (Tree tree : unit.getTypeDecls()) {
            if (trees.getElement(new TreePath(root, tree)) instanceof TypeElement type) {
                written(type);
            }
        }
    }

    private void written(TypeElement type) {
        boolean handler = false;
        for (Element member : type.getEnclosedElements()) {
            handler |= Marks.verb(member);
            if (member instanceof TypeElement nested) {
                written(nested);
            }
        }
        if (handler) {
            findings.written(types.handlers().of(type));
        }
    }

    private void declare(CompilationUnitTree unit, Universe universe, OwnedFields owned) {
        new TreeScanner<Void, TreePath>() {
            @Override
            public Void visitClass(ClassTree tree, TreePath around) {
                TreePath path = new TreePath(around, tree);
                if (trees.getElement(path) instanceof TypeElement type) {
                    if (findings.generated(type)) {
                        unread(type, universe);
                        if (filer.isEmpty()) {
                            sayNotGenerated(type, tree, unit);
                        }
                        return null;
                    }
                    universe.add(type);
                    owned.add(type, tree);
                }
                return super.visitClass(tree, path);
            }
        }.scan(unit, new TreePath(unit));
    }

    /** Only the processor knows what it wrote: where it does not run, nobody is believed to be it. */
    private void sayNotGenerated(TypeElement type, ClassTree tree, CompilationUnitTree unit) {
        Code code = Code.NOT_GENERATED_HERE;
        trees.printMessage(
                code.kind(),
                "[" + code.label() + "] " + type.getQualifiedName()
                        + " has the name and the mark of a class that CNV's processor writes, and the"
                        + " processor does not run in this compilation, so that the class is not"
                        + " believed; let the processor run, or take the class out of the sources",
                tree,
                unit);
    }

    /** A class of which nobody reads the bodies, and those in it. */
    private static void unread(TypeElement type, Universe universe) {
        universe.add(type);
        for (Element member : type.getEnclosedElements()) {
            if (member instanceof TypeElement nested) {
                unread(nested, universe);
            }
        }
    }
}
