package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.CborReader;
import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.CoseSign1;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.SigningKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The tokens that one key has revoked: signed, with a version, and only ever growing. An instance's
 * signature holds; whether the key had a say is found out where a chain is checked, see {@link
 * Revocations}.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class RevocationList {

    private final PublicKey issuer;
    private final long version;
    private final Instant issued;
    private final SortedMap<Digest, Revocation> entries;
    private final byte[] bytes;

    private RevocationList(
            PublicKey issuer,
            long version,
            Instant issued,
            SortedMap<Digest, Revocation> entries,
            byte[] bytes) {
        this.issuer = issuer;
        this.version = version;
        this.issued = issued;
        this.entries = Collections.unmodifiableSortedMap(entries);
        this.bytes = bytes;
    }

    /**
     * Begins a list: version 1.
     *
     * @param key the key that revokes
     * @param now when; cut to whole seconds
     * @param revoked what is revoked
     * @return the list
     * @throws IllegalArgumentException when nothing, one token twice or too much is revoked
     */
    public static RevocationList first(
            SigningKey key, Instant now, Collection<Revocation> revoked) {
        return signed(key, 1, now, entries(revoked));
    }

    /**
     * The next version of this list.
     *
     * @param key the key that revokes
     * @param now when; cut to whole seconds
     * @param more what is revoked besides; a token that is in the list stays as it is
     * @return the list
     * @throws IllegalArgumentException when the key is another, one token is given twice or there is too
     *     much
     */
    public RevocationList next(SigningKey key, Instant now, Collection<Revocation> more) {
        if (!key.publicKey().equals(issuer)) {
            throw new IllegalArgumentException("key=" + key.id().shortHex()
                    + " is not the list's key=" + issuer.id().shortHex());
        }
        SortedMap<Digest, Revocation> all = entries(more);
        all.putAll(entries);
        return signed(key, Math.addExact(version, 1), now, all);
    }

    /**
     * Reads a list and checks its signature, before what is signed is looked into.
     *
     * @param bytes the bytes, as {@link #bytes} gives them
     * @return the list
     * @throws CborRefusedException when there are too many bytes, the form is another, or the signature
     *     does not hold
     */
    public static RevocationList parse(byte[] bytes) {
        CborReader in = CborReader.of("revocations", bytes, RevocationDescriptor.MAX_BYTES);
        in.openTuple(2);
        byte[] encoded = in.bytes(RevocationDescriptor.MAX_KEY_BYTES);
        PublicKey key = in.checked(() -> PublicKey.decode(encoded));
        byte[] message = in.bytes(RevocationDescriptor.MAX_BYTES);
        CoseSign1 sealed = CoseSign1.parse(message, RevocationDescriptor.MAX_BYTES);
        CborReader payload = sealed.verifiedReader(
                        "revocations", key, RevocationDescriptor.CONTENT_TYPE)
                .orElseThrow(() -> in.refused("is not signed by the key that it names"));
        in.close();
        in.end();
        return read(key, payload, bytes.clone());
    }

    private static RevocationList read(PublicKey key, CborReader in, byte[] bytes) {
        in.openMap();
        in.key(RevocationDescriptor.KEY_VERSION, "v");
        in.integer(RevocationDescriptor.VERSION, RevocationDescriptor.VERSION);
        in.key(RevocationDescriptor.KEY_LIST_VERSION, "version");
        long version = in.integer(1, Long.MAX_VALUE);
        in.key(RevocationDescriptor.KEY_ISSUED, "issued");
        Instant issued = seconds(in);
        in.key(RevocationDescriptor.KEY_ENTRIES, "entries");
        TreeMap<Digest, Revocation> entries = new TreeMap<>();
        int count = in.openArray(RevocationDescriptor.MAX_ENTRY_COUNT);
        if (count == 0) {
            throw in.refused("has no entry");
        }
        for (int left = count; left > 0; left--) {
            Revocation entry = entry(in);
            if (!entries.isEmpty() && entry.token().compareTo(entries.lastKey()) <= 0) {
                throw in.refused("does not ascend");
            }
            entries.put(entry.token(), entry);
        }
        in.close();
        in.close();
        in.end();
        return new RevocationList(key, version, issued, entries, bytes);
    }

    private static Revocation entry(CborReader in) {
        in.openTuple(3);
        Digest token = in.digest();
        Instant at = seconds(in);
        long number = in.integer();
        RevocationReason reason = in.checked(() -> RevocationReason.of(number));
        in.close();
        return new Revocation(token, at, reason);
    }

    private static Instant seconds(CborReader in) {
        return Instant.ofEpochSecond(in.integer(0, RevocationDescriptor.MAX_SECONDS));
    }

    private static SortedMap<Digest, Revocation> entries(Collection<Revocation> revoked) {
        TreeMap<Digest, Revocation> entries = new TreeMap<>();
        for (Revocation entry : revoked) {
            if (entries.put(entry.token(), entry) != null) {
                throw new IllegalArgumentException(
                        "token=" + entry.token().shortHex() + " is given twice");
            }
        }
        return entries;
    }

    private static RevocationList signed(
            SigningKey key, long version, Instant now, SortedMap<Digest, Revocation> entries) {
        if (entries.isEmpty() || entries.size() > RevocationDescriptor.MAX_ENTRY_COUNT) {
            throw new IllegalArgumentException("entryCount=" + entries.size() + " is not 1 to "
                    + RevocationDescriptor.MAX_ENTRY_COUNT
                    + "; revoking a token revokes all below it");
        }
        Instant issued = now.truncatedTo(ChronoUnit.SECONDS);
        RevocationDescriptor.requireSeconds("issued", issued);
        CborWriter out = new CborWriter()
                .map(4)
                .key(RevocationDescriptor.KEY_VERSION)
                .integer(RevocationDescriptor.VERSION)
                .key(RevocationDescriptor.KEY_LIST_VERSION)
                .integer(version)
                .key(RevocationDescriptor.KEY_ISSUED)
                .integer(issued.getEpochSecond())
                .key(RevocationDescriptor.KEY_ENTRIES)
                .array(entries.size());
        for (Revocation entry : entries.values()) {
            out.array(3)
                    .digest(entry.token())
                    .integer(entry.at().getEpochSecond())
                    .integer(entry.reason().number());
        }
        CoseSign1 sealed = CoseSign1.sign(key, RevocationDescriptor.CONTENT_TYPE, out.toBytes());
        byte[] bytes = new CborWriter()
                .array(2)
                .bytes(key.publicKey().encoded())
                .bytes(sealed.bytes())
                .toBytes();
        return new RevocationList(key.publicKey(), version, issued, entries, bytes);
    }

    /** {@return the key that signed} */
    public PublicKey issuer() {
        return issuer;
    }

    /** {@return the list's version, from 1} */
    public long version() {
        return version;
    }

    /** {@return when it was signed, in whole seconds} */
    public Instant issued() {
        return issued;
    }

    /** {@return the entries by token, sorted} */
    public SortedMap<Digest, Revocation> entries() {
        return entries;
    }

    /** {@return a copy of the bytes; they hold no secret} */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * Why another list must not take this one's place.
     *
     * @param other a list of the same key
     * @return what is wrong with it, in words; empty when it is this list or one that came after it
     * @throws IllegalArgumentException when the other list is another key's
     */
    public Optional<String> rolledBackBy(RevocationList other) {
        if (!other.issuer.equals(issuer)) {
            throw new IllegalArgumentException("key=" + other.issuer.id().shortHex()
                    + " is not the list's key=" + issuer.id().shortHex());
        }
        if (other.version < version) {
            return Optional.of("version=" + other.version + " is older than version=" + version);
        }
        if (other.version == version && !Arrays.equals(other.bytes, bytes)) {
            return Optional.of("version=" + version + " is known with other bytes");
        }
        return entries.keySet().stream()
                .filter(token -> !other.entries.containsKey(token))
                .findFirst()
                .map(token -> "version=" + other.version + " lacks token=" + token.shortHex()
                        + " of version=" + version);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RevocationList that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "RevocationList[issuer=" + issuer.id().shortHex() + ", version=" + version
                + ", entries=" + entries.size() + "]";
    }
}
