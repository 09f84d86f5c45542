package dev.cnv.processor.javac;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import dev.cnv.processor.effect.Place;

/** A piece of a source that is compiled now. Its line is looked up only when somebody asks. */
record TreePlace(CompilationUnitTree unit, Tree tree, SourcePositions positions) implements Place {

    @Override
    public String file() {
        String path = unit.getSourceFile().getName();
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }

    @Override
    public long line() {
        long start = positions.getStartPosition(unit, tree);
        return start < 0 ? 0 : unit.getLineMap().getLineNumber(start);
    }
}
