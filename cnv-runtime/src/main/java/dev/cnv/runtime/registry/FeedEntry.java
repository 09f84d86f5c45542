package dev.cnv.runtime.registry;

import dev.cnv.runtime.canonical.CborReader;
import dev.cnv.runtime.canonical.CborType;
import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.delegation.Delegation;
import dev.cnv.runtime.delegation.RevocationDescriptor;
import dev.cnv.runtime.delegation.RevocationList;
import dev.cnv.runtime.governance.DelegationEvent;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** One entry of a feed, as its source says it; a token is a claim until its chain is checked. */
sealed interface FeedEntry {

    /** {@return its place} */
    long sequence();

    /** A token became known. */
    record Created(long sequence, Optional<Digest> parent, String encoded) implements FeedEntry {}

    /** A signed list, whose signature holds. */
    record Listed(long sequence, RevocationList list) implements FeedEntry {}

    /** The source's operator revoked tokens. */
    record Revoked(long sequence, String why, List<Digest> tokens) implements FeedEntry {}

    /** Tokens whose time was over were removed. */
    record Expired(long sequence, List<Digest> tokens) implements FeedEntry {}

    static FeedEntry of(DelegationChange change) {
        long at = change.sequence();
        return switch (change.event()) {
            case DelegationEvent.DelegationCreated created ->
                new Created(at, created.parent(), created.encoded());
            case DelegationEvent.DelegationExpired expired -> new Expired(at, expired.tokens());
            case DelegationEvent.DelegationRevoked revoked ->
                revoked.list()
                        .<FeedEntry>map(text -> new Listed(
                                at, RevocationList.parse(Base64.getUrlDecoder().decode(text))))
                        .orElseGet(() -> new Revoked(at, revoked.why(), revoked.tokens()));
        };
    }

    /** The entries of a snapshot, numbered from 0: each token behind the one above it. */
    static List<FeedEntry> of(DelegationSnapshot snapshot) {
        List<FeedEntry> entries = new ArrayList<>();
        for (Delegation link : snapshot.delegations()) {
            entries.add(new Created(entries.size(), link.parent(), link.encoded()));
        }
        for (RevocationList list : snapshot.lists()) {
            entries.add(new Listed(entries.size(), list));
        }
        List<Digest> here = snapshot.revokedHere();
        for (int i = 0; i < here.size(); i += DelegationEvent.MAX_TOKEN_COUNT) {
            int end = Math.min(here.size(), i + DelegationEvent.MAX_TOKEN_COUNT);
            entries.add(new Revoked(entries.size(), "", here.subList(i, end)));
        }
        return List.copyOf(entries);
    }

    default void write(CborWriter out) {
        switch (this) {
            case Created created -> {
                out.array(4).integer(sequence()).integer(FeedDescriptor.TOKEN);
                if (created.parent().isPresent()) {
                    out.digest(created.parent().get());
                } else {
                    out.nil();
                }
                out.text(created.encoded());
            }
            case Listed listed ->
                out.array(3)
                        .integer(sequence())
                        .integer(FeedDescriptor.LIST)
                        .bytes(listed.list().bytes());
            case Revoked revoked -> {
                out.array(4).integer(sequence()).integer(FeedDescriptor.REVOKED);
                write(out.text(revoked.why()), revoked.tokens());
            }
            case Expired expired -> {
                out.array(3).integer(sequence()).integer(FeedDescriptor.EXPIRED);
                write(out, expired.tokens());
            }
        }
    }

    private static void write(CborWriter out, List<Digest> tokens) {
        out.array(tokens.size());
        tokens.forEach(out::digest);
    }

    static FeedEntry read(CborReader in) {
        int parts = in.openArray(4);
        long sequence = in.integer(0, Long.MAX_VALUE - 1);
        int kind = (int) in.integer(FeedDescriptor.TOKEN, FeedDescriptor.EXPIRED);
        boolean four = kind == FeedDescriptor.TOKEN || kind == FeedDescriptor.REVOKED;
        if (parts != (four ? 4 : 3)) {
            throw in.refused("has partCount=" + parts + " for kind=" + kind);
        }
        FeedEntry entry = switch (kind) {
            case FeedDescriptor.TOKEN ->
                new Created(sequence, parent(in), in.text(DelegationEvent.MAX_ENCODED_LENGTH));
            case FeedDescriptor.LIST ->
                new Listed(
                        sequence, RevocationList.parse(in.bytes(RevocationDescriptor.MAX_BYTES)));
            case FeedDescriptor.REVOKED ->
                new Revoked(sequence, in.text(FeedDescriptor.MAX_WHY_BYTES), tokens(in));
            default -> new Expired(sequence, tokens(in));
        };
        in.close();
        return entry;
    }

    private static Optional<Digest> parent(CborReader in) {
        if (in.peek() == CborType.BYTES) {
            return Optional.of(in.digest());
        }
        in.nil();
        return Optional.empty();
    }

    private static List<Digest> tokens(CborReader in) {
        List<Digest> tokens = new ArrayList<>();
        for (int left = in.openArray(DelegationEvent.MAX_TOKEN_COUNT); left > 0; left--) {
            tokens.add(in.digest());
        }
        in.close();
        if (tokens.isEmpty()) {
            throw in.refused("names no token");
        }
        return List.copyOf(tokens);
    }
}
