package dev.cnv.processor.read;

import dev.cnv.processor.model.Verb;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/**
 * Finds certificates among a handler's parameters. In the first round the certificate of the verb is
 * not written yet, so that the parameter has an unknown type and only its spelling is known.
 */
final class ProofReader {

    private static final Set<String> STAGES =
            Set.of("Unchecked", "PolicyChecked", "CapabilityChecked", "Verified");
    private static final String BASES = "dev.cnv.runtime.spi.Staged.";
    private static final Pattern SPELLING =
            Pattern.compile("((?:\\w+\\.)*\\w+Certificate)(?:\\.(\\w+))?");

    private ProofReader() {}

    static Optional<Verb.ProofUse> read(TypeMirror type, int index) {
        if (type.getKind() == TypeKind.ERROR) {
            return spelled(type.toString(), index);
        }
        return type instanceof DeclaredType declared
                ? resolved((TypeElement) declared.asElement(), index)
                : Optional.empty();
    }

    private static Optional<Verb.ProofUse> spelled(String spelling, int index) {
        if (STAGES.contains(spelling)) {
            return Optional.of(new Verb.ProofUse(index, "", spelling, false));
        }
        Matcher certificate = SPELLING.matcher(spelling);
        if (!certificate.matches()) {
            return Optional.empty();
        }
        String stage = certificate.group(2);
        return Optional.of(
                new Verb.ProofUse(index, certificate.group(1), stage == null ? "" : stage, false));
    }

    private static Optional<Verb.ProofUse> resolved(TypeElement type, int index) {
        if (type.getEnclosingElement() instanceof TypeElement certificate
                && STAGES.stream().anyMatch(stage -> named(type.getSuperclass(), BASES + stage))) {
            return Optional.of(new Verb.ProofUse(
                    index,
                    certificate.getQualifiedName().toString(),
                    type.getSimpleName().toString(),
                    true));
        }
        boolean isCertificate = type.getInterfaces().stream()
                .anyMatch(i -> named(i, "dev.cnv.runtime.certificate.Certificate"));
        return isCertificate
                ? Optional.of(
                        new Verb.ProofUse(index, type.getQualifiedName().toString(), "", true))
                : Optional.empty();
    }

    private static boolean named(TypeMirror type, String name) {
        return type instanceof DeclaredType declared
                && ((TypeElement) declared.asElement()).getQualifiedName().contentEquals(name);
    }
}
