package dev.cnv.runtime.delegation;

import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.SignatureSuite;
import dev.cnv.runtime.crypto.SigningKey;
import java.util.HexFormat;

/** The keys of RFC 8032 section 7.1, tests 1 to 3: known to everybody, so only for what tests keep. */
final class FixedKeys {

    static final SigningKey ROOT = key(
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    static final SigningKey ALICE = key(
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    static final SigningKey BOT = key(
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");

    private FixedKeys() {}

    private static SigningKey key(String seed, String raw) {
        SigningKey key =
                SigningKey.ofRawSecretKey(SignatureSuite.ED25519, HexFormat.of().parseHex(seed));
        if (!key.publicKey()
                .equals(PublicKey.ofRaw(SignatureSuite.ED25519, HexFormat.of().parseHex(raw)))) {
            throw new IllegalArgumentException("publicKey=" + raw + " is not that of the seed");
        }
        return key;
    }
}
