package dev.cnv.processor.bytecode;

import dev.cnv.processor.effect.Body;
import dev.cnv.processor.effect.Node;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.FieldModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The bodies of one class file. */
public final class ClassBodies {

    private final ClassModel model;
    private final String file;
    private final Set<String> owned;
    private final Map<String, MethodModel> methods = new HashMap<>();

    private ClassBodies(ClassModel model) {
        this.model = model;
        this.file = model.findAttribute(Attributes.sourceFile())
                .map(attribute -> attribute.sourceFile().stringValue())
                .orElse(model.thisClass().asInternalName() + ".class");
        this.owned = owned(model);
        for (MethodModel method : model.methods()) {
            methods.put(
                    key(method.methodName().stringValue(), method.methodType().stringValue()),
                    method);
        }
    }

    /**
     * Reads a class file.
     *
     * @param bytes its bytes
     * @return its bodies
     * @throws IllegalArgumentException when the bytes are no class file
     */
    public static ClassBodies of(byte[] bytes) {
        return new ClassBodies(ClassFile.of().parse(bytes));
    }

    private static String key(String name, String descriptor) {
        return name + descriptor.substring(0, descriptor.indexOf(')') + 1);
    }

    /**
     * Reads a method's body.
     *
     * @param method its name and the erased types of its parameters, {@code name(Ljava/lang/String;)}
     * @param calls who knows other classes
     * @return the body; empty when there is no such method or it has none
     * @throws IllegalArgumentException when the code is malformed
     */
    public Optional<Body> body(String method, Calls calls) {
        return Optional.ofNullable(methods.get(method))
                .filter(found -> found.code().isPresent())
                .map(found -> new CodeReader(model, file, owned, found, calls).read());
    }

    /** {@return the functions that the class writes, by the binary name of their interface} */
    public Map<String, List<Node>> functions(Calls calls) {
        Map<String, List<Node>> found = new HashMap<>();
        for (MethodModel method : model.methods()) {
            if (method.code().isPresent()) {
                for (CodeElement element : method.code().get()) {
                    if (element instanceof InvokeDynamicInstruction invoke
                            && invoke.bootstrapMethod()
                                    .owner()
                                    .displayName()
                                    .equals("LambdaMetafactory")) {
                        for (var argument : invoke.bootstrapArgs()) {
                            if (argument instanceof DirectMethodHandleDesc handle) {
                                String descriptor =
                                        invoke.typeSymbol().returnType().descriptorString();
                                Node node = Node.folded(
                                        handle.owner().displayName() + "." + handle.methodName());
                                node.body(DynamicCalls.calling(
                                        model.thisClass().asInternalName().replace('/', '.'),
                                        handle,
                                        calls));
                                found.computeIfAbsent(
                                                descriptor
                                                        .substring(1, descriptor.length() - 1)
                                                        .replace('/', '.'),
                                                _ -> new ArrayList<>())
                                        .add(node);
                            }
                        }
                    }
                }
            }
        }
        return found;
    }

    /** {@return whether a field only ever holds what its own object made} */
    public boolean owned(String field) {
        return owned.contains(field);
    }

    /** {@return whether the method is native} */
    public boolean isNative(String method) {
        return Optional.ofNullable(methods.get(method))
                .filter(found -> found.flags().has(AccessFlag.NATIVE))
                .isPresent();
    }

    /** Fields that only ever hold what their own object made: see the same of sources. */
    private static Set<String> owned(ClassModel model) {
        Set<String> owned = new HashSet<>();
        // Others of its nest may assign to a private field, in class files that are not looked at
        // here.
        boolean alone = model.findAttribute(Attributes.nestHost()).isEmpty()
                && model.findAttribute(Attributes.nestMembers()).isEmpty();
        for (FieldModel field : model.fields()) {
            if (!field.flags().has(AccessFlag.STATIC)
                    && ((alone && field.flags().has(AccessFlag.PRIVATE))
                            || field.flags().has(AccessFlag.FINAL))) {
                owned.add(field.fieldName().stringValue());
            }
        }
        for (MethodModel method : model.methods()) {
            Instruction before = null;
            for (CodeElement element :
                    method.code().isPresent() ? method.code().get() : Set.<CodeElement>of()) {
                if (element instanceof FieldInstruction put
                        && put.opcode() == Opcode.PUTFIELD
                        && !made(before)) {
                    owned.remove(put.name().stringValue());
                }
                if (element instanceof Instruction instruction) {
                    before = instruction;
                }
            }
        }
        return owned;
    }

    private static boolean made(
            java.lang.classfile.@org.jspecify.annotations.Nullable Instruction before) {
        if (before == null) {
            return false;
        }
        return switch (before.opcode()) {
            case ACONST_NULL, NEWARRAY, ANEWARRAY -> true;
            default ->
                before instanceof InvokeInstruction invoke && invoke.name().equalsString("<init>");
        };
    }
}
