package dev.cnv.processor.write;

import dev.cnv.processor.model.ClassName;
import dev.cnv.processor.model.TypeName;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Spells the types of one file, and collects the imports for that. Of two types with one simple name
 * the first is imported, and the other spelled with its package.
 */
final class Imports {

    private final String packageName;
    private final Map<String, ClassName> bySimpleName = new HashMap<>();
    private final Set<String> imported = new TreeSet<>();

    /** The imports of a file in a package, in which some simple names mean something already. */
    Imports(String packageName, Set<String> taken) {
        this.packageName = packageName;
        taken.forEach(name -> bySimpleName.put(name, ClassName.of("", name)));
    }

    /** Imports a type whatever its name; for the file's own vocabulary, before any other. */
    void require(ClassName type) {
        bySimpleName.put(type.simpleName(), type);
        imported.add(type.canonicalName());
    }

    /** Keeps a simple name for a type, which is imported when it is spelled. */
    void reserve(ClassName type) {
        bySimpleName.put(type.simpleName(), type);
    }

    /** A type as the file's code spells it. */
    String spell(TypeName type) {
        return switch (type) {
            case ClassName name -> spell(name);
            case TypeName.Generic generic ->
                spell(generic.rawType())
                        + generic.typeArguments().stream()
                                .map(this::spell)
                                .collect(Collectors.joining(", ", "<", ">"));
            case TypeName.Array array -> spell(array.componentType()) + "[]";
            case TypeName.Text(String text) -> text;
        };
    }

    /** The import statements, sorted, each on a line of its own. */
    String statements() {
        return imported.stream()
                .map(name -> "import " + name + ";\n")
                .collect(Collectors.joining());
    }

    private String spell(ClassName name) {
        ClassName top = name.top();
        ClassName holder = bySimpleName.putIfAbsent(top.simpleName(), top);
        if (holder != null && !holder.equals(top)) {
            return name.canonicalName();
        }
        boolean implied = top.packageName().equals(packageName)
                || top.packageName().equals("java.lang")
                || top.packageName().isEmpty();
        if (!implied) {
            imported.add(top.canonicalName());
        }
        return String.join(".", name.simpleNames());
    }
}
