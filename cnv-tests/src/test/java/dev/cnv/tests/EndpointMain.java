package dev.cnv.tests;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.endpoint.EndpointAddress;
import dev.cnv.runtime.endpoint.EndpointSettings;
import dev.cnv.runtime.endpoint.Server;
import dev.cnv.runtime.endpoint.TlsIdentity;
import dev.cnv.runtime.endpoint.TlsPeers;
import dev.cnv.runtime.protocol.ProtocolVersion;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A server in a process of its own: {@code ROOT VERSIONS ADDRESS [CLIENT]}. It prints its address, its TLS
 * key, and for each line that it reads how many connections it has and how much memory it uses; it ends
 * when it reads no more.
 */
public final class EndpointMain {

    private EndpointMain() {}

    static Process start(List<String> flags, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of(
                "-cp",
                System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path"))
                        + File.pathSeparator
                        + System.getProperty("java.class.path"),
                EndpointMain.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /**
     * Serves.
     *
     * @param args the root's public key, versions as {@code 4.0,3.0}, the address, a client's key
     */
    public static void main(String[] args) throws Exception {
        Cnv cnv = Cnv.builder()
                .verbs(new BankVerbs(new Bank()))
                .policy(Fixture.ALLOW_ALL)
                .trust(Trust.of(PublicKey.parse(args[0])))
                .ledger(new MemoryLedger())
                .build();
        SigningKey key = SigningKey.generate(new SecureRandom());
        Server.Builder builder =
                Server.of(cnv).settings(EndpointSettings.DEFAULT.withVersions(versions(args[1])));
        if (args.length > 3) {
            builder.tls(
                    TlsIdentity.ofPinnedKey(key, Instant.now()),
                    TlsPeers.pinned(PublicKey.parse(args[3])));
        }
        try (Server server = builder.start(EndpointAddress.parse(args[2]))) {
            System.out.println(server.address());
            System.out.println(key.publicKey().text());
            while (System.in.read() >= 0) {
                System.gc();
                Runtime memory = Runtime.getRuntime();
                System.out.println(server.connectionCount() + " "
                        + (memory.totalMemory() - memory.freeMemory()));
            }
        }
        cnv.close();
        System.exit(0);
    }

    static List<ProtocolVersion> versions(String text) {
        return Arrays.stream(text.split(","))
                .map(each -> Arrays.stream(ProtocolVersion.values())
                        .filter(version -> version.text().equals(each))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }
}
