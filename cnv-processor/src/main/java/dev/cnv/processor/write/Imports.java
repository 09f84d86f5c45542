package dev.cnv.processor.write;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Spells types in a file whose text is not written by JavaPoet, and collects the imports for that.
 * Certificates are many, small and all alike: a text block writes them at a fraction of the cost.
 */
final class Imports {

    private final String packageName;
    private final Map<String, ClassName> bySimpleName = new HashMap<>();
    private final Set<String> imported = new TreeSet<>();

    /** The imports of a file in a package, in which some simple names mean something already. */
    Imports(String packageName, Set<String> taken) {
        this.packageName = packageName;
        taken.forEach(name -> bySimpleName.put(name, ClassName.get("", name)));
    }

    /** Imports a type whatever its name; for the file's own vocabulary, before any other. */
    void require(ClassName type) {
        bySimpleName.put(type.simpleName(), type);
        imported.add(type.canonicalName());
    }

    /** A type as the file's code spells it. */
    String spell(TypeName type) {
        return switch (type) {
            case ClassName name -> spell(name);
            case ParameterizedTypeName generic ->
                spell(generic.rawType())
                        + generic.typeArguments().stream()
                                .map(this::spell)
                                .collect(Collectors.joining(", ", "<", ">"));
            case ArrayTypeName array -> spell(array.componentType()) + "[]";
            default -> type.toString();
        };
    }

    /** The import statements, sorted, each on a line of its own. */
    String statements() {
        return imported.stream()
                .map(name -> "import " + name + ";\n")
                .collect(Collectors.joining());
    }

    private String spell(ClassName name) {
        ClassName top = name.topLevelClassName();
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
