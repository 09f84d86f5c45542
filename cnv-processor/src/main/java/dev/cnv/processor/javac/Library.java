package dev.cnv.processor.javac;

import dev.cnv.processor.effect.Node;
import javax.lang.model.element.ExecutableElement;

/** Methods of other modules. */
final class Library implements Universe.Library {
    Library(Types types) {}

    void universe(Universe universe) {}

    @Override
    public boolean describe(ExecutableElement method, Node node) {
        return false;
    }
}
