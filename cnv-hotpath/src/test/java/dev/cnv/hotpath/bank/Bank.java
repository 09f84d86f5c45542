package dev.cnv.hotpath.bank;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Concurrency;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.Deadline;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Isolation;

/** Accounts by number, with verbs of each kind that grants are asked for. */
public final class Bank {

    /** What is on each account. */
    public final long[] cents = new long[1_024];

    /** Moves money from one account to another. */
    @Capability(id = "bank.transfer")
    @Effects(Effect.MUTATE_STATE)
    @Contract(duration = DurationClass.FAST_PATH)
    public void transfer(int from, int to, long amount) {
        move(from, to, amount);
    }

    void move(int from, int to, long amount) {
        cents[from] -= amount;
        cents[to] += amount;
    }

    /** Says what is on an account. */
    @Capability(id = "bank.balance")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.FAST_PATH)
    public long balance(int account) {
        return cents[account];
    }

    /** As balance, a hundred times a second. */
    @Capability(id = "bank.peek")
    @Effects(Effect.READ_ONLY)
    @Contract(
            duration = DurationClass.FAST_PATH,
            concurrency =
                    @Concurrency(kind = Concurrency.Kind.GLOBAL_SHARED, max = 64, perSecond = 100))
    public long peek(int account) {
        return cents[account];
    }

    /** As balance, for two at a time. */
    @Capability(id = "bank.stare")
    @Effects(Effect.READ_ONLY)
    @Contract(
            duration = DurationClass.FAST_PATH,
            concurrency = @Concurrency(kind = Concurrency.Kind.GLOBAL_SHARED, max = 2))
    public long stare(int account) {
        return cents[account];
    }

    /** As balance, while it matters. */
    @Capability(id = "bank.glance")
    @Effects(Effect.READ_ONLY)
    @Contract(
            duration = DurationClass.FAST_PATH,
            deadline = @Deadline(kind = Deadline.Kind.HARD, within = "PT0.001S"))
    public long glance(int account) {
        return cents[account];
    }

    /** As balance, for one tenant at a time. */
    @Capability(id = "bank.lock")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.FAST_PATH, isolation = Isolation.TENANT_ISOLATED)
    public long lock(int account) {
        return cents[account];
    }

    /** Counts all money, and takes its time. */
    @Capability(id = "bank.audit")
    @Effects(Effect.READ_ONLY)
    public long audit() {
        long sum = 0;
        for (long each : cents) {
            sum += each;
        }
        return sum;
    }
}
