package dev.cnv.benchmarks.endpoint;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.CompletableFuture;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Sums over grpc-java: unary calls of 16 bytes and 8 back, TLS with certificates on both sides. */
final class GrpcSums implements AutoCloseable {

    private static final MethodDescriptor<byte[], byte[]> ADD =
            MethodDescriptor.<byte[], byte[]>newBuilder()
                    .setType(MethodDescriptor.MethodType.UNARY)
                    .setFullMethodName("sums/add")
                    .setRequestMarshaller(new Bytes())
                    .setResponseMarshaller(new Bytes())
                    .build();

    private final Server server;
    private final ManagedChannel channel;

    GrpcSums() throws Exception {
        Identity ours = Identity.make("CN=server");
        Identity theirs = Identity.make("CN=client");
        server = NettyServerBuilder.forPort(0)
                .sslContext(GrpcSslContexts.configure(
                                io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder
                                        .forServer(ours.keys().getPrivate(), ours.certificate()))
                        .trustManager(theirs.certificate())
                        .clientAuth(ClientAuth.REQUIRE)
                        .build())
                .addService(ServerServiceDefinition.builder("sums")
                        .addMethod(ADD, ServerCalls.asyncUnaryCall(GrpcSums::answer))
                        .build())
                .build()
                .start();
        channel = NettyChannelBuilder.forAddress("localhost", server.getPort())
                .sslContext(GrpcSslContexts.forClient()
                        .keyManager(theirs.keys().getPrivate(), theirs.certificate())
                        .trustManager(ours.certificate())
                        .build())
                .build();
    }

    private static void answer(byte[] request, StreamObserver<byte[]> out) {
        ByteBuffer in = ByteBuffer.wrap(request);
        out.onNext(ByteBuffer.allocate(Long.BYTES)
                .putLong(in.getLong() + in.getLong())
                .array());
        out.onCompleted();
    }

    /** {@return the sum, when it comes} */
    CompletableFuture<Long> add(long left, long right) {
        byte[] request =
                ByteBuffer.allocate(2 * Long.BYTES).putLong(left).putLong(right).array();
        CompletableFuture<Long> sum = new CompletableFuture<>();
        ClientCalls.asyncUnaryCall(
                channel.newCall(ADD, CallOptions.DEFAULT), request, new Sum(sum));
        return sum;
    }

    /** Takes the one answer. */
    private record Sum(CompletableFuture<Long> sum) implements StreamObserver<byte[]> {

        @Override
        public void onNext(byte[] answer) {
            sum.complete(ByteBuffer.wrap(answer).getLong());
        }

        @Override
        public void onError(Throwable failure) {
            sum.completeExceptionally(failure);
        }

        @Override
        public void onCompleted() {
            // The answer came before.
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    /** A key and its own certificate. */
    private record Identity(KeyPair keys, X509Certificate certificate) {

        static Identity make(String name) throws Exception {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            KeyPair keys = generator.generateKeyPair();
            X500Name subject = new X500Name(name);
            Instant now = Instant.now();
            byte[] certificate = new X509v3CertificateBuilder(
                            subject,
                            BigInteger.ONE,
                            Date.from(now.minusSeconds(60)),
                            Date.from(now.plus(Duration.ofDays(1))),
                            subject,
                            SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()))
                    .addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")))
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                    .getEncoded();
            return new Identity(keys, (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificate)));
        }
    }

    /** Bytes as they are. */
    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
