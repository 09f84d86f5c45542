package victim;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.ExportOptions;
import dev.cnv.runtime.certificate.ExportedCertificate;
import dev.cnv.runtime.certificate.ExportedClaims;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Stage;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.crypto.CoseSign1;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.lift.LiftTicket;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.spi.Dispatch;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.ValueReader;
import dev.cnv.runtime.spi.ValueWriter;
import dev.cnv.runtime.spi.VerbModule;
import dev.cnv.runtime.time.SystemTime;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import sun.misc.Unsafe;
import sun.reflect.ReflectionFactory;

/**
 * Each attack tries to reach {@link Vault#open} without a session that may. It stands in the package
 * of the generated code and holds the generated module, as the nearest attacker would. A line of
 * output each: name, REFUSED or REACHED, and how.
 */
public final class Attacks {

    private final Vault vault = new Vault();
    private final VaultVerbs module = new VaultVerbs(vault);
    private final Cnv cnv;

    private final Path folder;
    private int exports;

    private Attacks(Path ledger, boolean permit, boolean travels) {
        this.folder = ledger;
        cnv = travels ? Permitted.worker(module, ledger) : permit ? Permitted.cnv(module, ledger) : Cnv.builder()
                .verbs(module)
                .ledger(FileLedger.open(ledger, new SystemTime(Clock.systemUTC())))
                .build();
    }

    private interface Attack {
        void run(Attacks target) throws Throwable;
    }

    private static final Map<String, Attack> ATTACKS = new TreeMap<>(Map.ofEntries(
            Map.entry("anonymous-call", Attacks::anonymousCall),
            Map.entry("null-proof", Attacks::nullProof),
            Map.entry("reflective-proof", Attacks::reflectiveProof),
            Map.entry("proxy-proof", Attacks::proxyProof),
            Map.entry("spun-proof-class", Attacks::spunProofClass),
            Map.entry("private-lookup", Attacks::privateLookup),
            Map.entry("unsafe-allocated-dispatch", Attacks::unsafeDispatch),
            Map.entry("unsafe-allocated-proof", Attacks::unsafeProof),
            Map.entry("unsafe-field-of-record", Attacks::unsafeField),
            Map.entry("reflection-factory", Attacks::reflectionFactory),
            Map.entry("reflection-factory-dispatch", Attacks::reflectionFactoryDispatch),
            Map.entry("stolen-proof-field", Attacks::stolenProofField),
            Map.entry("serialized-certificate", Attacks::serialized),
            Map.entry("cloned-certificate", Attacks::cloned),
            Map.entry("cast-from-unchecked", Attacks::castFromUnchecked),
            Map.entry("stage-from-earlier-proof", Attacks::stageFromEarlierProof),
            Map.entry("export-of-another-call", Attacks::exportOfAnotherCall),
            Map.entry("export-forged", Attacks::exportForged),
            Map.entry("export-tampered", Attacks::exportTampered),
            Map.entry("export-widened-and-signed-anew", Attacks::exportWidened),
            Map.entry("export-replayed", Attacks::exportReplayed),
            Map.entry("export-replayed-after-restart", Attacks::exportReplayedAfterRestart),
            Map.entry("export-by-another-issuer", Attacks::exportByAnotherIssuer),
            Map.entry("export-by-a-namesake", Attacks::exportByNamesake),
            Map.entry("export-claiming-the-key", Attacks::exportClaimingTheKey),
            Map.entry("export-serialized", Attacks::exportSerialized),
            Map.entry("export-for-an-earlier-stage", Attacks::exportForEarlierStage),
            Map.entry("export-of-an-accepted-one", Attacks::exportOfAccepted),
            Map.entry("ticket-null", Attacks::ticketNull),
            Map.entry("ticket-private-lookup", Attacks::ticketLookup),
            Map.entry("ticket-reflection-factory", Attacks::ticketReflectionFactory),
            Map.entry("ticket-reflective", Attacks::ticketReflective),
            Map.entry("ticket-unsafe-allocated", Attacks::ticketUnsafe),
            Map.entry("replayed-verified", Attacks::replayedVerified),
            Map.entry("replayed-dispatch", Attacks::replayedDispatch)));

    /**
     * Runs the attacks.
     *
     * @param args a folder for ledgers
     */
    public static void main(String[] args) throws Exception {
        for (Map.Entry<String, Attack> attack : ATTACKS.entrySet()) {
            boolean replay = attack.getKey().startsWith("replayed") || attack.getKey().startsWith("stolen")
                    || attack.getKey().startsWith("cloned");
            boolean travels = attack.getKey().startsWith("export");
            Attacks target = new Attacks(Path.of(args[0], attack.getKey()), replay, travels);
            // A replay, and what is done to a certificate that travels, begins after one honest call.
            int honest = replay || travels ? 1 : 0;
            String how = "nothing was thrown";
            try {
                if (travels) {
                    target.accept(target.honestExport()).run().orThrow();
                }
                attack.getValue().run(target);
            } catch (Throwable e) {
                how = e.getClass().getSimpleName();
            }
            boolean reached = target.vault.reached.get() > honest;
            boolean ready = target.vault.reached.get() == honest;
            System.out.println(attack.getKey() + (reached ? " REACHED " : ready ? " REFUSED " : " UNREADY ") + how);
            target.cnv.close();
        }
    }

    private static void anonymousCall(Attacks target) {
        VaultVerbs.with(target.cnv.open(new Credential.Anonymous())).open("front").orThrow();
    }

    private static void nullProof(Attacks target) {
        target.vault.open(new VaultOpenCertificate.Verified(null), "front");
    }

    private static Object allocate(Class<?> type) throws Exception {
        Field field = Unsafe.class.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        return ((Unsafe) field.get(null)).allocateInstance(type);
    }

    private static Class<?> hidden(String name) throws ClassNotFoundException {
        return Class.forName("dev.cnv.runtime.kernel." + name);
    }

    private static void reflectiveProof(Attacks target) throws Exception {
        Constructor<?> constructor = hidden("KernelProof").getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        target.vault.open(new VaultOpenCertificate.Verified((Proof) constructor.newInstance(null, null, null)), "x");
    }

    private static void proxyProof(Attacks target) {
        Proof proof = (Proof) Proxy.newProxyInstance(
                Attacks.class.getClassLoader(), new Class<?>[] {Proof.class}, (_, _, _) -> null);
        target.vault.open(new VaultOpenCertificate.Verified(proof), "front");
    }

    private static void spunProofClass(Attacks target) throws Throwable {
        byte[] bytes = ClassFile.of().build(ClassDesc.of("victim.Spun"), builder -> builder
                .withInterfaceSymbols(ClassDesc.of("dev.cnv.runtime.spi.Proof"))
                .withMethodBody(ConstantDescs.INIT_NAME, ConstantDescs.MTD_void, ClassFile.ACC_PUBLIC, code -> code
                        .aload(0)
                        .invokespecial(ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                        .return_()));
        Class<?> spun = MethodHandles.lookup().defineClass(bytes);
        Proof proof = (Proof) spun.getConstructor().newInstance();
        target.vault.open(new VaultOpenCertificate.Verified(proof), "front");
    }

    private static void privateLookup(Attacks target) throws Throwable {
        Class<?> type = hidden("KernelProof");
        var lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
        var constructor = lookup.unreflectConstructor(type.getDeclaredConstructors()[0]);
        target.vault.open(new VaultOpenCertificate.Verified((Proof) constructor.invoke(null, null, null)), "x");
    }

    private static void unsafeDispatch(Attacks target) throws Throwable {
        target.module.invoke(0, (Dispatch) allocate(hidden("KernelDispatch")));
    }

    private static void unsafeProof(Attacks target) throws Exception {
        Proof proof = (Proof) allocate(hidden("KernelProof"));
        target.vault.open(new VaultOpenCertificate.Verified(proof), "front");
    }

    @SuppressWarnings({"deprecation", "removal"})
    private static void unsafeField(Attacks target) throws Exception {
        Field field = Unsafe.class.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        Unsafe unsafe = (Unsafe) field.get(null);
        Object proof = allocate(hidden("KernelProof"));
        for (Field each : hidden("KernelProof").getDeclaredFields()) {
            unsafe.putObject(proof, unsafe.objectFieldOffset(each), new Object());
        }
        target.vault.open(new VaultOpenCertificate.Verified((Proof) proof), "front");
    }

    private static Object unconstructed(Class<?> type) throws Exception {
        return ReflectionFactory.getReflectionFactory()
                .newConstructorForSerialization(type, Object.class.getDeclaredConstructor())
                .newInstance();
    }

    private static void reflectionFactory(Attacks target) throws Exception {
        Proof proof = (Proof) unconstructed(hidden("KernelProof"));
        target.vault.open(new VaultOpenCertificate.Verified(proof), "front");
    }

    private static void reflectionFactoryDispatch(Attacks target) throws Throwable {
        target.module.invoke(0, (Dispatch) unconstructed(hidden("KernelDispatch")));
    }

    private static void redeem(Attacks target, Object ticket) {
        target.cnv.lifts().redeem((LiftTicket) ticket, new UUID(1, 2));
    }

    private static void ticketNull(Attacks target) {
        redeem(target, null);
    }

    private static void ticketReflectionFactory(Attacks target) throws Exception {
        redeem(target, unconstructed(hidden("KernelTicket")));
    }

    private static void ticketUnsafe(Attacks target) throws Exception {
        redeem(target, allocate(hidden("KernelTicket")));
    }

    private static void ticketReflective(Attacks target) throws Exception {
        Constructor<?> constructor = hidden("KernelTicket").getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        redeem(target, constructor.newInstance(null, null, null));
    }

    private static void ticketLookup(Attacks target) throws Throwable {
        redeem(
                target,
                MethodHandles.privateLookupIn(hidden("KernelTicket"), MethodHandles.lookup())
                        .findConstructor(hidden("KernelTicket"), java.lang.invoke.MethodType.methodType(void.class))
                        .invoke());
    }

    private static void honestCall(Attacks target) {
        VaultVerbs.with(target.cnv.open(Permitted.credential())).open("front").orThrow();
    }

    private static void stolenProofField(Attacks target) throws Exception {
        honestCall(target);
        Field field = target.vault.leaked.getClass().getSuperclass().getSuperclass().getDeclaredField("proof");
        field.setAccessible(true);
        target.vault.open(new VaultOpenCertificate.Verified((Proof) field.get(target.vault.leaked)), "back");
    }

    private static void serialized(Attacks target) throws Exception {
        Session session = target.cnv.open(new Credential.Anonymous());
        Step<VaultOpenCertificate.Unchecked> step =
                VaultOpenCertificate.prepare(session, new VaultOpenCertificate.Input("front"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(step.orThrow());
        } catch (NotSerializableException e) {
            throw e;
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            target.vault.open((VaultOpenCertificate.Verified) in.readObject(), "front");
        }
    }

    private static void cloned(Attacks target) throws Exception {
        honestCall(target);
        Method clone = Object.class.getDeclaredMethod("clone");
        clone.setAccessible(true);
        target.vault.open((VaultOpenCertificate.Verified) clone.invoke(target.vault.leaked), "back");
    }

    @SuppressWarnings("unchecked")
    private static void castFromUnchecked(Attacks target) {
        Session session = target.cnv.open(new Credential.Anonymous());
        Step<?> step = VaultOpenCertificate.prepare(session, new VaultOpenCertificate.Input("front"));
        VaultOpenCertificate.Verified verified = ((Step<VaultOpenCertificate.Verified>) step).orThrow();
        target.vault.open(verified, "front");
    }

    private static void stageFromEarlierProof(Attacks target) {
        // Same package: the genuine proof of the first stage is taken on its way to the constructor.
        Thief thief = new Thief(target.module);
        thief.hurried = true;
        try (Cnv own = Cnv.builder().verbs(thief).build()) {
            own.open(new Credential.Anonymous())
                    .prepare(
                            VaultVerbs.OPEN,
                            new VaultOpenCertificate.Input("front"),
                            VaultOpenCertificate.Verified.class)
                    .orThrow()
                    .run()
                    .orThrow();
        }
    }

    private ExportedCertificate honestExport() {
        return export("gateway", Permitted.GATEWAY);
    }

    private ExportedCertificate export(String issuer, SigningKey key) {
        Path ledger = folder.resolveSibling(folder.getFileName() + "-gateway-" + exports++);
        return Permitted.exported(issuer, key, ledger);
    }

    private VaultOpenCertificate.Verified accept(ExportedCertificate exported) {
        return cnv.open(Credential.anonymous())
                .accept(VaultVerbs.OPEN, exported, VaultOpenCertificate.Verified.class)
                .orThrow();
    }

    private static SigningKey stranger() {
        return SigningKey.generate(new SecureRandom());
    }

    private static void exportOfAnotherCall(Attacks target) {
        target.cnv
                .open(Credential.anonymous())
                .accept(
                        VaultVerbs.OPEN,
                        target.honestExport(),
                        new VaultOpenCertificate.Input("back"),
                        VaultOpenCertificate.Verified.class)
                .orThrow()
                .run()
                .orThrow();
    }

    private static ExportedClaims claims(ExportedCertificate exported) {
        return ((ExportedCertificate.Checked.Held) exported.check(_ -> Optional.of(Permitted.GATEWAY.publicKey())))
                .claims();
    }

    private static void exportForged(Attacks target) {
        ExportedClaims claims = claims(target.honestExport());
        target.accept(ExportedCertificate.sign(stranger(), claims)).run().orThrow();
    }

    private static void exportTampered(Attacks target) {
        byte[] bytes = target.honestExport().bytes();
        byte[] front = "front".getBytes(StandardCharsets.UTF_8);
        System.arraycopy("frons".getBytes(StandardCharsets.UTF_8), 0, bytes, indexOf(bytes, front), front.length);
        target.accept(ExportedCertificate.of(bytes)).run().orThrow();
    }

    private static void exportWidened(Attacks target) {
        // The payload of the real one with later expiry, in an envelope of the attacker's own.
        byte[] payload = CoseSign1.parse(target.honestExport().bytes(), 1 << 16).untrustedPayload();
        payload[payload.length - 1] ^= 1;
        target.accept(ExportedCertificate.of(
                        CoseSign1.sign(stranger(), "application/cnv-certificate+cbor", payload).bytes()))
                .run()
                .orThrow();
    }

    private static void exportReplayed(Attacks target) {
        ExportedCertificate exported = target.honestExport();
        // The one honest call of this attack is not enough: this certificate has its own.
        target.accept(exported).run().orThrow();
        target.vault.reached.decrementAndGet();
        target.accept(exported).run().orThrow();
    }

    private static void exportReplayedAfterRestart(Attacks target) {
        ExportedCertificate exported = target.honestExport();
        target.accept(exported).run().orThrow();
        target.vault.reached.decrementAndGet();
        target.cnv.close();
        try (Cnv again = Permitted.worker(target.module, target.folder)) {
            again.open(Credential.anonymous())
                    .accept(VaultVerbs.OPEN, exported, VaultOpenCertificate.Verified.class)
                    .orThrow()
                    .run()
                    .orThrow();
        }
    }

    private static void exportByAnotherIssuer(Attacks target) {
        target.accept(target.export("elsewhere", stranger())).run().orThrow();
    }

    private static void exportByNamesake(Attacks target) {
        target.accept(target.export("gateway", stranger())).run().orThrow();
    }

    private static void exportClaimingTheKey(Attacks target) {
        SigningKey stranger = stranger();
        byte[] bytes = target.export("gateway", stranger).bytes();
        byte[] id = Permitted.GATEWAY.id().bytes();
        System.arraycopy(id, 0, bytes, indexOf(bytes, stranger.id().bytes()), id.length);
        target.accept(ExportedCertificate.of(bytes)).run().orThrow();
    }

    private static void exportSerialized(Attacks target) throws Exception {
        try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            out.writeObject(target.honestExport());
        }
    }

    private static void exportForEarlierStage(Attacks target) {
        target.cnv
                .open(Credential.anonymous())
                .accept(VaultVerbs.OPEN, target.honestExport(), VaultOpenCertificate.CapabilityChecked.class)
                .orThrow()
                .verify()
                .orThrow()
                .run()
                .orThrow();
    }

    private static void exportOfAccepted(Attacks target) {
        target.accept(target.honestExport()).export(ExportOptions.to("vault"));
    }

    private static int indexOf(byte[] all, byte[] part) {
        for (int at = 0; at + part.length <= all.length; at++) {
            if (Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        throw new IllegalStateException("not found");
    }

    private static void replayedVerified(Attacks target) {
        honestCall(target);
        Outcome<Integer> again = target.vault.leaked.run();
        again.orThrow();
    }

    private static void replayedDispatch(Attacks target) throws Throwable {
        Thief thief = new Thief(target.module);
        try (Cnv own = Permitted.cnv(thief, Path.of(System.getProperty("java.io.tmpdir"),
                "thief-" + ProcessHandle.current().pid()))) {
            VaultVerbs.with(own.open(Permitted.credential())).open("front").orThrow();
        }
        target.module.invoke(0, thief.taken);
    }

    /** Hands the kernel's leave on, and keeps it. */
    private static final class Thief implements VerbModule {
        private final VerbModule module;
        private Dispatch taken;
        private boolean hurried;

        private Thief(VerbModule module) {
            this.module = module;
        }

        @Override
        public String summary() {
            return module.summary();
        }

        @Override
        public List<dev.cnv.runtime.capability.VerbDescriptor> verbs() {
            return module.verbs();
        }

        @Override
        public InputStream schemas() {
            return module.schemas();
        }

        @Override
        public Object readInput(int verb, ValueReader in) {
            return module.readInput(verb, in);
        }

        @Override
        public void writeInput(int verb, Object input, ValueWriter out) {
            module.writeInput(verb, input, out);
        }

        @Override
        public void writeResult(int verb, Object result, ValueWriter out) {
            module.writeResult(verb, result, out);
        }

        @Override
        public Certificate<?> certificate(int verb, Stage stage, Proof proof) {
            return hurried
                    ? new VaultOpenCertificate.Verified(proof)
                    : module.certificate(verb, stage, proof);
        }

        @Override
        public Object invoke(int verb, Dispatch dispatch) throws Throwable {
            taken = dispatch;
            return module.invoke(verb, dispatch);
        }
    }
}
