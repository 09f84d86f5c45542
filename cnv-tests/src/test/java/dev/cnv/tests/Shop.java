package dev.cnv.tests;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A shop whose verbs take what others of them make. */
public final class Shop {

    final List<String> reached = new CopyOnWriteArrayList<>();

    /**
     * What an article costs.
     *
     * @param cents the price
     * @param currency the currency
     */
    public record Price(long cents, String currency) {}

    /**
     * An offer to a customer.
     *
     * @param offer the offer's number
     * @param words the offer in words
     */
    public record Offer(long offer, String words) {}

    /** Says what an article costs. */
    @Capability(id = "shop.article.price")
    @Effects(Effect.READ_ONLY)
    public Price price(String article) {
        return new Price(article.length() * 100L, "EUR");
    }

    /** Makes an offer of a price, which it takes as text. */
    @Capability(id = "shop.offer.make")
    @Effects(Effect.MUTATE_STATE)
    public Offer offer(String cents, String currency, String customer) {
        reached.add("offer");
        return new Offer(reached.size(), cents + " " + currency + " for " + customer);
    }

    /** Orders what was offered. */
    @Capability(id = "shop.order.place")
    @Effects(Effect.MUTATE_STATE)
    public long place(long offer) {
        reached.add("place");
        return 1_000 + offer;
    }
}
