package dev.cnv.runtime.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.CipherInputStream;
import javax.crypto.CipherOutputStream;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.GenericKey;
import org.bouncycastle.operator.InputDecryptor;
import org.bouncycastle.operator.InputDecryptorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;

/** PBES2 (RFC 8018) by the JDK's ciphers, in the shape that Bouncy Castle's PKCS#12 classes ask for. */
final class PasswordCipher {

    /** AES-256 in CBC mode under a key by PBKDF2 with HMAC-SHA-256. */
    private static final String ALGORITHM = "PBEWithHmacSHA256AndAES_256";

    /** What OWASP's sheet on password storage asks of PBKDF2 with HMAC-SHA-256. */
    static final int ROUNDS = 600_000;

    /** More than any tool writes; a file must not be able to keep a reader busy for hours. */
    static final int MAX_ROUNDS = 5_000_000;

    private static final int SALT_BYTES = 16;
    private static final int BLOCK_BYTES = 16;

    private PasswordCipher() {}

    static OutputEncryptor encryptor(char[] passphrase, SecureRandom random, int rounds)
            throws GeneralSecurityException, IOException {
        byte[] salt = new byte[SALT_BYTES];
        byte[] vector = new byte[BLOCK_BYTES];
        random.nextBytes(salt);
        random.nextBytes(vector);
        Cipher cipher = Cipher.getInstance(ALGORITHM);
        cipher.init(
                Cipher.ENCRYPT_MODE,
                key(ALGORITHM, passphrase),
                new PBEParameterSpec(salt, rounds, new IvParameterSpec(vector)));
        AlgorithmIdentifier identifier = new AlgorithmIdentifier(
                PKCSObjectIdentifiers.id_PBES2,
                ASN1Primitive.fromByteArray(cipher.getParameters().getEncoded()));
        return new OutputEncryptor() {
            @Override
            public AlgorithmIdentifier getAlgorithmIdentifier() {
                return identifier;
            }

            @Override
            public OutputStream getOutputStream(OutputStream out) {
                return new CipherOutputStream(out, cipher);
            }

            @Override
            public GenericKey getKey() {
                throw new UnsupportedOperationException("the key is not given out");
            }
        };
    }

    static InputDecryptorProvider decryptor(char[] passphrase) {
        return identifier -> {
            try {
                Cipher cipher = cipher(identifier, passphrase);
                return new InputDecryptor() {
                    @Override
                    public AlgorithmIdentifier getAlgorithmIdentifier() {
                        return identifier;
                    }

                    @Override
                    public InputStream getInputStream(InputStream in) {
                        return new CipherInputStream(in, cipher);
                    }
                };
            } catch (GeneralSecurityException | IOException e) {
                throw new OperatorCreationException("the file's cipher is not known", e);
            }
        };
    }

    private static Cipher cipher(AlgorithmIdentifier identifier, char[] passphrase)
            throws GeneralSecurityException, IOException {
        if (!identifier.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
            throw new GeneralSecurityException("the cipher is not PBES2");
        }
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("PBES2");
        parameters.init(identifier.getParameters().toASN1Primitive().getEncoded());
        int rounds = parameters.getParameterSpec(PBEParameterSpec.class).getIterationCount();
        if (rounds > MAX_ROUNDS) {
            throw new GeneralSecurityException("rounds=" + rounds + " is above " + MAX_ROUNDS);
        }
        // The JDK's parameters name the algorithm that they are for by their text.
        String algorithm = parameters.toString();
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(Cipher.DECRYPT_MODE, key(algorithm, passphrase), parameters);
        return cipher;
    }

    private static SecretKey key(String algorithm, char[] passphrase)
            throws GeneralSecurityException {
        PBEKeySpec spec = new PBEKeySpec(passphrase);
        try {
            return SecretKeyFactory.getInstance(algorithm).generateSecret(spec);
        } finally {
            spec.clearPassword();
        }
    }
}
