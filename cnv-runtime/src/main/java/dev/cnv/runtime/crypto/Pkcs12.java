package dev.cnv.runtime.crypto;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.operator.bc.BcDefaultDigestProvider;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBagFactory;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.bc.BcPKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.bc.BcPKCS12MacCalculatorBuilderProvider;

/**
 * Secret keys as PKCS#12 (RFC 7292): a bag with an encrypted PKCS#8 key for each primitive, and a MAC
 * by HMAC-SHA-256. No certificate is needed. Messages of exceptions show nothing of a key.
 */
final class Pkcs12 {

    private static final int MAX_BAG_COUNT = 16;

    private Pkcs12() {}

    static byte[] write(SigningKey key, char[] passphrase, SecureRandom random, int rounds)
            throws IOException {
        PKCS12PfxPduBuilder file = new PKCS12PfxPduBuilder();
        try {
            for (PrivateKeyInfo info : PrivateKeyInfos.of(key)) {
                OutputEncryptor encryptor = PasswordCipher.encryptor(passphrase, random, rounds);
                file.addData(new PKCS12SafeBagBuilder(info, encryptor).build());
            }
            AlgorithmIdentifier sha256 =
                    new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);
            return file.build(
                            new BcPKCS12MacCalculatorBuilder(new SHA256Digest(), sha256)
                                    .setIterationCount(rounds),
                            passphrase)
                    .getEncoded("DER");
        } catch (GeneralSecurityException | PKCSException e) {
            throw new IllegalStateException("PKCS#12 failed on this Java platform", e);
        }
    }

    /**
     * Reads.
     *
     * @throws IllegalArgumentException when the bytes are no such file, or the passphrase is wrong
     */
    static SigningKey read(byte[] bytes, char[] passphrase) {
        try {
            PKCS12PfxPdu file = new PKCS12PfxPdu(bytes);
            requireMac(file, passphrase);
            List<PrivateKeyInfo> infos = new ArrayList<>();
            for (ContentInfo content : file.getContentInfos()) {
                for (PKCS12SafeBag bag : bags(content, passphrase)) {
                    add(bag, passphrase, infos);
                }
            }
            return PrivateKeyInfos.key(infos);
        } catch (IOException | PKCSException | IllegalStateException | ClassCastException _) {
            // The cause is left out: it can show what the file holds.
            throw new IllegalArgumentException("is no PKCS#12 file of the kind that CNV reads:"
                    + " keys under PBES2, and a MAC by a passphrase");
        }
    }

    private static void requireMac(PKCS12PfxPdu file, char[] passphrase) throws PKCSException {
        if (!file.hasMac()) {
            throw new IllegalArgumentException("has no MAC, so that anybody could have made it");
        }
        java.math.BigInteger rounds = file.toASN1Structure().getMacData().getIterationCount();
        if (rounds.signum() <= 0
                || rounds.bitLength() > Integer.SIZE - 1
                || rounds.intValue() > PasswordCipher.MAX_ROUNDS) {
            throw new IllegalArgumentException(
                    "asks for other rounds than 1 to " + PasswordCipher.MAX_ROUNDS);
        }
        if (!file.isMacValid(
                new BcPKCS12MacCalculatorBuilderProvider(BcDefaultDigestProvider.INSTANCE),
                passphrase)) {
            throw new IllegalArgumentException("has another passphrase, or was changed");
        }
    }

    private static PKCS12SafeBag[] bags(ContentInfo content, char[] passphrase)
            throws PKCSException {
        return content.getContentType().equals(PKCSObjectIdentifiers.encryptedData)
                ? new PKCS12SafeBagFactory(content, PasswordCipher.decryptor(passphrase))
                        .getSafeBags()
                : new PKCS12SafeBagFactory(content).getSafeBags();
    }

    private static void add(PKCS12SafeBag bag, char[] passphrase, List<PrivateKeyInfo> infos)
            throws PKCSException {
        if (infos.size() == MAX_BAG_COUNT) {
            throw new IllegalArgumentException("has more than " + MAX_BAG_COUNT + " keys");
        }
        if (bag.getBagValue() instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
            infos.add(encrypted.decryptPrivateKeyInfo(PasswordCipher.decryptor(passphrase)));
        } else if (bag.getBagValue() instanceof PrivateKeyInfo plain) {
            infos.add(plain);
        }
    }
}
