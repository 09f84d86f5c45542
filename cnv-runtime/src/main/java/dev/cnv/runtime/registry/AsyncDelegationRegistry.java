package dev.cnv.runtime.registry;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.RevocationList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * A {@link DelegationRegistry} whose changes are made on an executor. A stage completes with what the
 * registry answers, or with what it throws. Changes that are asked for one after the other may be made in
 * another order, unless the second is asked for when the first is complete.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
public final class AsyncDelegationRegistry {

    private final DelegationRegistry registry;
    private final Executor executor;

    AsyncDelegationRegistry(DelegationRegistry registry, Executor executor) {
        this.registry = registry;
        this.executor = executor;
    }

    /**
     * As {@link DelegationRegistry#register}.
     *
     * @param chain the chain
     * @return the result to come
     */
    public CompletionStage<RegistryResult> register(Chain chain) {
        return CompletableFuture.supplyAsync(() -> registry.register(chain), executor);
    }

    /**
     * As {@link DelegationRegistry#revoke(RevocationList)}.
     *
     * @param list the list
     * @return the result to come
     */
    public CompletionStage<RegistryResult> revoke(RevocationList list) {
        return CompletableFuture.supplyAsync(() -> registry.revoke(list), executor);
    }

    /**
     * As {@link DelegationRegistry#revoke(Digest, String)}.
     *
     * @param token the token's digest
     * @param why in words, for the ledger
     * @return the result to come
     */
    public CompletionStage<RegistryResult> revoke(Digest token, String why) {
        return CompletableFuture.supplyAsync(() -> registry.revoke(token, why), executor);
    }

    /**
     * As {@link DelegationRegistry#expire}.
     *
     * @return the result to come
     */
    public CompletionStage<RegistryResult> expire() {
        return CompletableFuture.supplyAsync(registry::expire, executor);
    }

    /**
     * As {@link DelegationRegistry#load}.
     *
     * @param bundle the bundle
     * @return the result to come
     */
    public CompletionStage<RegistryResult> load(DelegationBundle bundle) {
        return CompletableFuture.supplyAsync(() -> registry.load(bundle), executor);
    }

    /**
     * As {@link DelegationRegistry#get}.
     *
     * @param token the token's digest
     * @return the delegation to come
     */
    public CompletionStage<Optional<DelegationEntry>> get(Digest token) {
        return CompletableFuture.supplyAsync(() -> registry.get(token), executor);
    }

    /**
     * As {@link DelegationRegistry#list}.
     *
     * @param filter which ones
     * @return the delegations to come
     */
    public CompletionStage<List<DelegationEntry>> list(DelegationFilter filter) {
        return CompletableFuture.supplyAsync(() -> registry.list(filter), executor);
    }
}
