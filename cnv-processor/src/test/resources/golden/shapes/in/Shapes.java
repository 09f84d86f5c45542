package shapes;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import shapes.ShapeImportedCertificate.Verified;

/** How methods may look. */
public class Shapes {

    @Capability(id = "shape.plain")
    @Effects(Effect.READ_ONLY)
    public void plain() {}

    @Capability(id = "shape.proof-only")
    @Effects(Effect.READ_ONLY)
    public String proofOnly(ShapeProofOnlyCertificate.Verified proof) {
        return proof.claims().version();
    }

    @Capability(id = "shape.qualified")
    @Effects(Effect.READ_ONLY)
    public String qualified(shapes.ShapeQualifiedCertificate.Verified proof, int count) {
        return proof.toString() + count;
    }

    @Capability(id = "shape.imported")
    @Effects(Effect.READ_ONLY)
    public int imported(Verified proof, int count) {
        return proof.input().count() + count;
    }

    @Capability(id = "shape.stage")
    @Effects(Effect.READ_ONLY)
    public CompletionStage<String> stage(String name) {
        return CompletableFuture.completedStage(name);
    }

    @Capability(id = "shape.future")
    @Effects(Effect.READ_ONLY)
    public CompletableFuture<List<String>> future() throws IOException, InterruptedException {
        throw new IOException("not now");
    }

    @Capability(id = "shape.later")
    @Effects(Effect.READ_ONLY)
    public CompletionStage<Void> later() {
        return CompletableFuture.completedStage(null);
    }

    @Capability(id = "shape.stream")
    @Effects(Effect.READ_ONLY)
    public Flow.Publisher<Integer> stream(int count) {
        return subscriber -> subscriber.onComplete();
    }

    @Capability(id = "shape.of-class")
    @Effects(Effect.READ_ONLY)
    public static int ofClass(int left, int right) throws ArithmeticException {
        return Math.addExact(left, right);
    }

    /** Nested, and all static: no instance is needed. */
    public static final class Nested {

        private Nested() {}

        @Capability(id = "shape.nested.verb")
        @Effects(Effect.READ_ONLY)
        static String verb(String session, String wait, String input, String from, String to) {
            return session + wait + input + from + to;
        }
    }

    /** Needs to be given. */
    public static class Given {
        private final String name;

        public Given(String name) {
            this.name = name;
        }

        @Capability(id = "shape.given.name")
        @Effects(Effect.READ_ONLY)
        public String name() {
            return name;
        }

        @Capability(id = "shape.given.verbs")
        @Effects(Effect.READ_ONLY)
        public List<String> verbs() {
            return List.of(name);
        }
    }
}
