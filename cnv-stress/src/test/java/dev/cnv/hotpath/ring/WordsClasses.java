package dev.cnv.hotpath.ring;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes the rings' own code once more, with {@link Words} for memory. Nothing else of it is changed, so
 * that what is checked is what ships: a copy of the algorithm would not be.
 */
final class WordsClasses {

    private static final List<Class<?>> RINGS =
            List.of(ConsumerSide.class, FrameRing.class, SharedRing.class, SharedProducer.class);
    private static final ClassDesc WORDS = ClassDesc.of(Words.class.getName());
    private static final ClassDesc VAR_HANDLE = ClassDesc.of("java.lang.invoke.VarHandle");
    private static final ClassDesc SEGMENT = ClassDesc.of("java.lang.foreign.MemorySegment");

    private int replaced;

    private WordsClasses() {}

    /** Writes the classes into a folder, and says how many accesses of segments became ones of words. */
    static int write(Path folder) throws IOException {
        WordsClasses classes = new WordsClasses();
        for (Class<?> ring : RINGS) {
            String name = ring.getName().replace('.', '/') + ".class";
            try (InputStream code = ring.getClassLoader().getResourceAsStream(name)) {
                Path file = folder.resolve(name);
                Files.createDirectories(file.getParent());
                Files.write(file, classes.changed(code.readAllBytes()));
            }
        }
        return classes.replaced;
    }

    private byte[] changed(byte[] code) {
        CodeTransform calls = (builder, element) -> {
            if (element instanceof InvokeInstruction call && isOfASegment(call)) {
                replaced++;
                builder.invokestatic(
                        WORDS,
                        call.name().stringValue(),
                        call.typeSymbol().insertParameterTypes(0, VAR_HANDLE));
            } else {
                builder.with(element);
            }
        };
        ClassFile file = ClassFile.of();
        return file.transformClass(
                file.parse(code), ClassTransform.transformingMethodBodies(calls));
    }

    private static boolean isOfASegment(InvokeInstruction call) {
        MethodTypeDesc type = call.typeSymbol();
        return call.owner().asSymbol().equals(VAR_HANDLE)
                && type.parameterCount() > 0
                && type.parameterType(0).equals(SEGMENT);
    }
}
