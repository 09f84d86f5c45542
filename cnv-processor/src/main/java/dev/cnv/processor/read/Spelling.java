package dev.cnv.processor.read;

import com.palantir.javapoet.TypeName;
import javax.lang.model.type.TypeMirror;

/** How messages and generated code spell a type. */
final class Spelling {

    private Spelling() {}

    /** For messages: without annotations. */
    static String of(TypeMirror type) {
        return type.toString()
                .replaceAll("@[\\w.]+(\\([^)]*\\))?\\s*", "")
                .replaceAll(",\\s*", ", ");
    }

    /** For generated code, as the argument of a generic type. */
    static TypeName name(TypeMirror type) {
        return TypeName.get(type).box();
    }
}
