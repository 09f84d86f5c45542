package dev.cnv.runtime.registry;

import dev.cnv.runtime.canonical.CborReader;
import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.CoseSign1;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Delegation;
import dev.cnv.runtime.delegation.RevocationDescriptor;
import dev.cnv.runtime.delegation.RevocationList;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Chains and revocation lists in one file: a registry's content on its way to another. The chains in it
 * are claims; {@link DelegationRegistry#load} checks them. The lists' signatures hold.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class DelegationBundle {

    private final Instant created;
    private final List<Chain> chains;
    private final List<RevocationList> lists;

    private DelegationBundle(Instant created, List<Chain> chains, List<RevocationList> lists) {
        this.created = created;
        this.chains = List.copyOf(chains);
        this.lists = List.copyOf(lists);
    }

    /**
     * Puts a bundle together.
     *
     * @param created when; cut to whole seconds
     * @param chains the chains
     * @param lists the lists
     * @return the bundle
     * @throws IllegalArgumentException when there are too many
     */
    public static DelegationBundle of(
            Instant created, List<Chain> chains, List<RevocationList> lists) {
        if (chains.size() > BundleDescriptor.MAX_CHAIN_COUNT
                || lists.size() > BundleDescriptor.MAX_LIST_COUNT) {
            throw new IllegalArgumentException("chainCount=" + chains.size() + " is more than "
                    + BundleDescriptor.MAX_CHAIN_COUNT + " or listCount=" + lists.size()
                    + " is more than " + BundleDescriptor.MAX_LIST_COUNT);
        }
        return new DelegationBundle(created.truncatedTo(ChronoUnit.SECONDS), chains, lists);
    }

    /** The chains that nothing known descends from: they hold all others. */
    static DelegationBundle of(DelegationSnapshot snapshot, Instant created) {
        Map<Digest, Delegation> known = new HashMap<>();
        Set<Digest> parents = new HashSet<>();
        for (Delegation delegation : snapshot.delegations()) {
            known.put(delegation.token(), delegation);
            delegation.parent().ifPresent(parents::add);
        }
        List<Chain> chains = snapshot.delegations().stream()
                .filter(delegation -> !parents.contains(delegation.token()))
                .map(delegation -> chain(known, delegation))
                .toList();
        return of(created, chains, snapshot.lists());
    }

    private static Chain chain(Map<Digest, Delegation> known, Delegation last) {
        ArrayDeque<String> encoded = new ArrayDeque<>();
        Optional<Delegation> at = Optional.of(last);
        while (at.isPresent()) {
            encoded.addFirst(at.get().encoded());
            at = at.get().parent().map(known::get);
        }
        return Chain.ofEncodedTokens(List.copyOf(encoded));
    }

    /**
     * Reads a bundle.
     *
     * @param bytes the bytes, as {@link #bytes} gives them
     * @return the bundle
     * @throws CborRefusedException when there are too many bytes, the form is another, or the signature
     *     of a list does not hold
     */
    public static DelegationBundle parse(byte[] bytes) {
        return read(CborReader.of("bundle", bytes, BundleDescriptor.MAX_BYTES));
    }

    /**
     * Reads a signed bundle, when its signature holds.
     *
     * @param bytes the bytes, as {@link #signed} gives them
     * @param key who must have signed
     * @return the bundle; empty when it is not signed by the key
     * @throws CborRefusedException as {@link #parse}
     */
    public static Optional<DelegationBundle> parseSigned(byte[] bytes, PublicKey key) {
        return CoseSign1.parse(bytes, BundleDescriptor.MAX_BYTES)
                .verifiedReader("bundle", key, BundleDescriptor.CONTENT_TYPE)
                .map(DelegationBundle::read);
    }

    private static DelegationBundle read(CborReader in) {
        in.openMap();
        in.key(BundleDescriptor.KEY_VERSION, "v");
        in.integer(BundleDescriptor.VERSION, BundleDescriptor.VERSION);
        in.key(BundleDescriptor.KEY_CREATED, "created");
        Instant created = Instant.ofEpochSecond(in.integer(0, BundleDescriptor.MAX_SECONDS));
        in.key(BundleDescriptor.KEY_CHAINS, "chains");
        List<Chain> chains = new ArrayList<>();
        for (int left = in.openArray(BundleDescriptor.MAX_CHAIN_COUNT); left > 0; left--) {
            chains.add(Chain.ofBytes(in.bytes(BundleDescriptor.MAX_CHAIN_BYTES)));
        }
        in.close();
        in.key(BundleDescriptor.KEY_LISTS, "lists");
        List<RevocationList> lists = new ArrayList<>();
        for (int left = in.openArray(BundleDescriptor.MAX_LIST_COUNT); left > 0; left--) {
            lists.add(RevocationList.parse(in.bytes(RevocationDescriptor.MAX_BYTES)));
        }
        in.close();
        in.close();
        in.end();
        return new DelegationBundle(created, chains, lists);
    }

    /** {@return when it was made, in whole seconds} */
    public Instant created() {
        return created;
    }

    /** {@return the chains, of which nothing is known to be true} */
    public List<Chain> chains() {
        return chains;
    }

    /** {@return the lists, whose signatures hold} */
    public List<RevocationList> lists() {
        return lists;
    }

    /**
     * The bundle's bytes; they hold no secret.
     *
     * @return a new array
     * @throws IllegalStateException when there are too many
     */
    public byte[] bytes() {
        CborWriter out = new CborWriter()
                .map(4)
                .key(BundleDescriptor.KEY_VERSION)
                .integer(BundleDescriptor.VERSION)
                .key(BundleDescriptor.KEY_CREATED)
                .integer(created.getEpochSecond())
                .key(BundleDescriptor.KEY_CHAINS)
                .array(chains.size());
        chains.forEach(chain -> out.bytes(chain.bytes()));
        out.key(BundleDescriptor.KEY_LISTS).array(lists.size());
        lists.forEach(list -> out.bytes(list.bytes()));
        byte[] bytes = out.toBytes();
        if (bytes.length > BundleDescriptor.MAX_BYTES) {
            throw new IllegalStateException("bundleBytes=" + bytes.length + " is more than "
                    + BundleDescriptor.MAX_BYTES + ": export fewer chains");
        }
        return bytes;
    }

    /**
     * The bundle's bytes with a signature that says who put it together.
     *
     * @param key who
     * @return a new array
     * @throws IllegalStateException when there are too many
     */
    public byte[] signed(SigningKey key) {
        return CoseSign1.sign(key, BundleDescriptor.CONTENT_TYPE, bytes()).bytes();
    }

    @Override
    public String toString() {
        return "DelegationBundle[created=" + created + ", chains=" + chains.size() + ", lists="
                + lists.size() + "]";
    }
}
