package dev.cnv.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.spi.VerbModule;
import dev.cnv.runtime.time.VirtualTime;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A class with a thousand verbs: its generated code compiles, at build time and by the JIT. */
class LargeClassTest {

    private static final int VERB_COUNT = 1_000;

    /** The JIT never compiles a method of more than 8,000 bytes. */
    private static final int MAX_METHOD_BYTES = 7_500;

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    static Path folder;

    private static Compiled compiled;

    @BeforeAll
    static void compile() {
        StringBuilder source = new StringBuilder("package large; import dev.cnv.annotations.*;\n")
                .append("/** Many verbs. */ public class Large {\n")
                .append("public record Pair(String name, long value) {}\n");
        for (int i = 0; i < VERB_COUNT; i++) {
            String id = "large.verb-%03d".formatted(i);
            source.append("/** Verb ").append(i).append(". */ @Capability(id = \"");
            source.append(id).append("\") @Effects(Effect.READ_ONLY) public ");
            source.append(
                    switch (i % 4) {
                        case 0 ->
                            "Pair v" + i + "(String name, long value) {"
                                    + " return new Pair(name, value + " + i + "); }";
                        case 1 ->
                            "long v" + i + "(long value, int more, boolean no, String a,"
                                    + " String b, String c, double d, Pair pair) { return value + "
                                    + i
                                    + "; }";
                        case 2 ->
                            "static long v" + i + "(long value) { return value + " + i + "; }";
                        default -> "void v" + i + "() {}";
                    });
            source.append('\n');
        }
        compiled = Compile.withCnv()
                .option("-Acnv.analysis=off")
                .source("large/Large.java", source.append("}\n").toString())
                .run(folder);
    }

    @Test
    void classOfAThousandVerbs_compiles() {
        assertEquals(List.of(), compiled.otherErrors());
        assertEquals(List.of(), compiled.codes());
        assertTrue(compiled.success());
    }

    @Test
    void eachMethod_isShortEnoughForTheJit() {
        Map<String, Integer> longOnes = new TreeMap<>();
        int pages = 0;
        for (Map.Entry<String, byte[]> file : compiled.outputs().entrySet()) {
            if (!file.getKey().startsWith("large/LargeVerbs")
                    || !file.getKey().endsWith(".class")) {
                continue;
            }
            pages += file.getKey().contains("$Page") ? 1 : 0;
            ClassModel model = ClassFile.of().parse(file.getValue());
            model.methods()
                    .forEach(method -> method.code().ifPresent(code -> {
                        int length = ((CodeAttribute) code).codeLength();
                        if (length > MAX_METHOD_BYTES) {
                            longOnes.put(
                                    file.getKey() + " " + method.methodName().stringValue(),
                                    length);
                        }
                    }));
        }
        assertTrue(pages > 10, "pages=" + pages);
        // The keys of all verbs are made once, by nothing that the JIT would compile.
        longOnes.remove("large/LargeVerbs.class <clinit>");
        assertEquals(Map.of(), longOnes);
    }

    @Test
    void verbs_atTheEndsOfPages_runAsTheirOwn() throws Exception {
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.resolve("c").toUri().toURL()})) {
            VerbModule module = (VerbModule)
                    loader.loadClass("large.LargeVerbs").getConstructor().newInstance();
            assertEquals(VERB_COUNT, module.verbs().size());
            SecureRandom random = new SecureRandom();
            SigningKey root = SigningKey.generate(random);
            SigningKey alice = SigningKey.generate(random);
            Chain chain = Chain.issue(
                    root,
                    TokenDraft.to(alice.publicKey(), "alice", "person")
                            .between(NOON.minusSeconds(60), NOON.plus(Duration.ofDays(1)))
                            .grant("**", EffectLevel.PRIVILEGED));
            try (Cnv cnv = Cnv.builder()
                    .verbs(module)
                    .policy(PolicySet.of(PolicyRule.allow("all").always()))
                    .trust(Trust.of(root.publicKey()))
                    .time(new VirtualTime(NOON))
                    .build()) {
                Session session = cnv.open(new Credential.Held(chain, alice));
                for (int i = 0; i < VERB_COUNT; i++) {
                    if (i < 140 || i > 900) {
                        assertEquals(expected(i), call(session, i), "verb " + i);
                    }
                }
            }
            assertThrows(
                    IndexOutOfBoundsException.class, () -> module.writeInput(VERB_COUNT, "", null));
            assertThrows(IndexOutOfBoundsException.class, () -> module.writeInput(-1, "", null));
        }
    }

    private static String expected(int i) {
        return switch (i % 4) {
            case 0 -> "{\"name\":\"n\",\"value\":" + (5 + i) + "}";
            case 1, 2 -> Integer.toString(5 + i);
            default -> "null";
        };
    }

    private static String call(Session session, int i) {
        var arguments = JsonNodeFactory.instance.objectNode();
        if (i % 4 != 3) {
            arguments.put("value", 5);
        }
        if (i % 4 == 0) {
            arguments.put("name", "n");
        }
        if (i % 4 == 1) {
            arguments.put("more", 1).put("no", false).put("a", "").put("b", "").put("c", "");
            arguments.put("d", 1.5).putObject("pair").put("name", "n").put("value", 1);
        }
        Outcome<JsonNode> outcome =
                session.call(new CapabilityId("large.verb-%03d".formatted(i)), arguments);
        return outcome.orThrow().toString();
    }
}
