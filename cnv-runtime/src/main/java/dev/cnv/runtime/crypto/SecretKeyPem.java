package dev.cnv.runtime.crypto;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;

/** Secret keys in PEM: a block {@code PRIVATE KEY} (RFC 7468 section 10) for each primitive. */
final class SecretKeyPem {

    private static final String LABEL = "PRIVATE KEY";

    private SecretKeyPem() {}

    static String write(SigningKey key) {
        StringBuilder pem = new StringBuilder();
        for (PrivateKeyInfo info : PrivateKeyInfos.of(key)) {
            try {
                pem.append(Pem.write(LABEL, info.getEncoded()));
            } catch (IOException e) {
                throw new IllegalStateException("a key cannot be written as PKCS#8", e);
            }
        }
        return pem.toString();
    }

    static SigningKey read(String pem) {
        List<PrivateKeyInfo> infos = new ArrayList<>();
        for (Pem.Block block : Pem.read("its text", pem)) {
            if (!block.label().equals(LABEL)) {
                throw new IllegalArgumentException("has a PEM block " + block.label() + ", not "
                        + LABEL
                        + (block.label().equals("ENCRYPTED " + LABEL)
                                ? "; convert it to PKCS#12"
                                : ""));
            }
            infos.add(info(block.content()));
        }
        return PrivateKeyInfos.key(infos);
    }

    private static PrivateKeyInfo info(byte[] der) {
        try {
            // fromByteArray refuses bytes behind the structure.
            return PrivateKeyInfo.getInstance(ASN1Primitive.fromByteArray(der));
        } catch (IOException | IllegalArgumentException | IllegalStateException _) {
            throw new IllegalArgumentException("has a block " + LABEL + " that is not PKCS#8");
        }
    }
}
