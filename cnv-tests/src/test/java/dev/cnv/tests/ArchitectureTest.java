package dev.cnv.tests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The order of modules and packages (docs/decisions/0004), and what must never be. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ArchitectureTest::isMain)
            .importPackages(
                    "dev.cnv.annotations",
                    "dev.cnv.processor",
                    "dev.cnv.runtime",
                    "dev.cnv.hotpath",
                    "dev.cnv.cedar",
                    "dev.cnv.compression",
                    "dev.cnv.micrometer",
                    "dev.cnv.otel",
                    "dev.cnv.audit",
                    "dev.cnv.remote");

    /** Packages of the runtime, each allowed to use those of the groups before it. */
    private static final List<Set<String>> RUNTIME = List.of(
            Set.of("canonical", "time", "outcome"),
            Set.of("crypto"),
            Set.of("tlog"),
            Set.of("capability"),
            Set.of("identity"),
            Set.of("policy", "delegation", "contract", "governance", "graph"),
            Set.of("certificate", "protocol", "registry", "swarm"),
            Set.of("lift", "reach", "telemetry"),
            Set.of("spi"),
            Set.of("decode"),
            Set.of("policy.text", "policy.remote"),
            Set.of("stream"),
            Set.of("call"),
            Set.of("session"),
            Set.of("worker"),
            Set.of("kernel"),
            Set.of(""),
            Set.of("endpoint"),
            Set.of("cli"));

    private static final List<Set<String>> PROCESSOR = List.of(
            Set.of("diagnostic"),
            Set.of("model", "effect"),
            Set.of("bytecode"),
            Set.of("read"),
            Set.of("check"),
            Set.of("write"),
            Set.of("javac"),
            Set.of(""));

    private static final List<Set<String>> HOTPATH = List.of(
            Set.of("", "vector"),
            Set.of("memory", "ring", "hash", "text"),
            Set.of("grant"),
            Set.of("worker"));

    /** A sealed interface names what it permits: docs/decisions/0003. */
    private static final Set<String> ALLOWED = Set.of(
            "dev.cnv.runtime.spi.Proof -> dev.cnv.runtime.kernel.KernelProof",
            "dev.cnv.runtime.spi.Dispatch -> dev.cnv.runtime.kernel.KernelDispatch",
            "dev.cnv.runtime.spi.Proof -> dev.cnv.runtime.worker.WorkerProof",
            "dev.cnv.runtime.spi.Dispatch -> dev.cnv.runtime.worker.WorkerDispatch",
            "dev.cnv.runtime.lift.LiftTicket -> dev.cnv.runtime.kernel.KernelTicket",
            "dev.cnv.runtime.lift.Lifts -> dev.cnv.runtime.kernel.KernelLifts");

    /** Test classes are in test-classes, in target or, of the quick profile, in target/quick. */
    private static boolean isMain(Location location) {
        return !location.contains("/test-classes/") && !location.contains("-tests.jar");
    }

    @Test
    void classes_ofTests_areNotImported() {
        ClassFileImporter all = new ClassFileImporter();
        assertEquals(1, all.importClasses(ArchitectureTest.class).size());
        assertEquals(
                0,
                all.withImportOption(ArchitectureTest::isMain)
                        .importPackages("dev.cnv.tests")
                        .size());
    }

    @Test
    void runtime_packages_pointOneWay() {
        assertEquals(Set.of(), against("dev.cnv.runtime", RUNTIME));
    }

    @Test
    void processor_packages_pointOneWay() {
        assertEquals(Set.of(), against("dev.cnv.processor", PROCESSOR));
    }

    @Test
    void hotpath_packages_pointOneWay() {
        assertEquals(Set.of(), against("dev.cnv.hotpath", HOTPATH));
    }

    @Test
    void canary_reversedOrder_isFound() {
        assertTrue(against("dev.cnv.hotpath", HOTPATH.reversed()).size() > 10);
        assertTrue(against("dev.cnv.runtime", RUNTIME.reversed()).size() > 50);
    }

    private static Set<String> against(String root, List<Set<String>> order) {
        Set<String> found = new TreeSet<>();
        for (JavaClass from : CLASSES) {
            for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
                JavaClass to = dependency.getTargetClass().getBaseComponentType();
                int source = position(root, from, order);
                int target = position(root, to, order);
                boolean same = from.getPackageName().equals(to.getPackageName());
                String arrow = top(from) + " -> " + top(to);
                if (source >= 0
                        && target >= 0
                        && !same
                        && target >= source
                        && !ALLOWED.contains(arrow)) {
                    found.add(arrow);
                }
            }
        }
        return found;
    }

    private static String top(JavaClass type) {
        return type.getName().replaceAll("\\$.*", "");
    }

    private static int position(String root, JavaClass type, List<Set<String>> order) {
        if (!type.getPackageName().equals(root) && !type.getPackageName().startsWith(root + ".")) {
            return -1;
        }
        String name = type.getPackageName().equals(root)
                ? ""
                : type.getPackageName().substring(root.length() + 1);
        for (int i = 0; i < order.size(); i++) {
            if (order.get(i).contains(name)) {
                return i;
            }
        }
        throw new AssertionError("package " + type.getPackageName() + " has no place in the order");
    }

    @Test
    void modules_pointOneWay() {
        noClasses()
                .that()
                .resideInAPackage("dev.cnv.annotations..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.cnv.runtime..", "dev.cnv.processor..", "dev.cnv.hotpath..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("dev.cnv.runtime..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.cnv.processor..", "dev.cnv.hotpath..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("dev.cnv.processor..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.cnv.runtime..", "dev.cnv.hotpath..")
                .check(CLASSES);
    }

    @Test
    void cedar_isTheOptionalModulesOwn() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.cnv.cedar..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.cnv.cedar..", "com.cedarpolicy..")
                .check(CLASSES);
    }

    @Test
    void compressionLibraries_areTheOptionalModulesOwn() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.cnv.compression..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.cnv.compression..",
                        "com.github.luben..",
                        "net.jpountz..",
                        "com.aayushatharva..")
                .check(CLASSES);
    }

    @Test
    void bridges_areTheirOptionalModulesOwn() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.cnv.micrometer..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.cnv.micrometer..", "io.micrometer..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.cnv.otel..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.cnv.otel..", "io.opentelemetry..")
                .check(CLASSES);
    }

    @Test
    void remote_isNobodysNeed() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.cnv.remote..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.cnv.remote..")
                .check(CLASSES);
    }

    @Test
    void prometheus_isTheTelemetrysOwn() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.cnv.runtime.telemetry..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.prometheus..")
                .check(CLASSES);
    }

    /** Whoever reads ledgers can make no proof, and so reach no handler. */
    @Test
    void audit_reachesNeitherKernelNorProofs() {
        noClasses()
                .that()
                .resideInAPackage("dev.cnv.audit..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.cnv.runtime.kernel..",
                        "dev.cnv.runtime.spi..",
                        "dev.cnv.runtime.certificate..")
                .check(CLASSES);
    }

    @Test
    void picocli_isTheCommandLinesOwn() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.cnv.runtime.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(CLASSES);
    }

    @Test
    void staticFields_areFinal() {
        // Of generated holders of enum switches only javac writes the fields.
        fields().that()
                .areStatic()
                .and()
                .doNotHaveModifier(JavaModifier.SYNTHETIC)
                .should()
                .beFinal()
                .check(CLASSES);
    }

    @Test
    void clocksAndRandoms_areArguments() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.cnv.runtime.time..")
                .and()
                .doNotHaveFullyQualifiedName("dev.cnv.runtime.CnvBuilder")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(CLASSES);
    }

    @Test
    void serialization_isNowhere() {
        noClasses()
                .that()
                .areNotAssignableTo(Throwable.class)
                .and()
                .areNotEnums()
                .and()
                .areNotRecords()
                .and()
                // The platform's random sources are, and cannot be subclassed otherwise.
                .areNotAssignableTo(java.security.SecureRandom.class)
                .and()
                .areNotAssignableTo(java.security.SecureRandomSpi.class)
                .should()
                .implement(java.io.Serializable.class)
                .check(CLASSES);
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.io\\.Object(In|Out)putStream")
                .check(CLASSES);
    }

    @Test
    void packages_areNotCalledAfterNothing() {
        Set<String> names = CLASSES.stream()
                .flatMap(type -> List.of(type.getPackageName().split("\\.")).stream())
                .collect(Collectors.toSet());
        names.retainAll(
                Set.of("impl", "util", "utils", "common", "misc", "core", "helper", "helpers"));
        assertEquals(Set.of(), names);
    }
}
