package dev.cnv.runtime.registry;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/**
 * Sends the changes of a ring to subscribers, each at its own pace. The ring is the only buffer.
 *
 * <p><b>Threading:</b> safe for use by several threads. Signals of one subscriber are serial.
 */
final class ChangePublisher implements Flow.Publisher<DelegationChange> {

    private static final int PAGE_COUNT = 64;

    private final ChangeRing ring;
    private final long from;
    private final Executor executor;

    ChangePublisher(ChangeRing ring, long from, Executor executor) {
        if (from < 0) {
            throw new IllegalArgumentException("from=" + from + " is negative");
        }
        this.ring = ring;
        this.from = from;
        this.executor = executor;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super DelegationChange> subscriber) {
        Cursor cursor = new Cursor(Objects.requireNonNull(subscriber, "subscriber"));
        ring.listen(cursor.listener);
        cursor.signal();
    }

    /* Fields are guarded by the cursor's monitor; "draining" lets one task at a time send. */
    private final class Cursor implements Flow.Subscription {

        private final Flow.Subscriber<? super DelegationChange> subscriber;
        private final Runnable listener = this::signal;
        private long next = from;
        private long demand;
        private boolean begun;
        private boolean draining;
        private boolean again;
        private boolean over;

        Cursor(Flow.Subscriber<? super DelegationChange> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void request(long count) {
            boolean wrong;
            synchronized (this) {
                wrong = count < 1;
                demand = wrong ? demand : saturated(demand + count);
            }
            if (wrong) {
                fail(new IllegalArgumentException("count=" + count + " is not positive"));
            } else {
                signal();
            }
        }

        @Override
        public void cancel() {
            synchronized (this) {
                over = true;
            }
            ring.unlisten(listener);
        }

        /** Lets the executor send what there is; a task that is at it looks again. */
        private void signal() {
            synchronized (this) {
                again = true;
                if (draining || over) {
                    return;
                }
                draining = true;
            }
            executor.execute(this::drain);
        }

        private void drain() {
            try {
                while (hasMore()) {
                    sendPage();
                }
            } catch (RuntimeException e) {
                // A subscriber that throws has broken the rules of Flow: it is sent nothing more.
                cancel();
                throw e;
            }
        }

        private synchronized boolean hasMore() {
            draining = again && !over;
            again = false;
            return draining;
        }

        private void sendPage() {
            if (!begun) {
                begun = true;
                subscriber.onSubscribe(this);
            }
            int wanted = wanted();
            while (wanted > 0) {
                switch (ring.page(next, wanted)) {
                    case ChangePage.FellBehind behind -> {
                        fail(new FellBehindException(behind));
                        return;
                    }
                    case ChangePage.Changes page -> {
                        if (page.changes().isEmpty()) {
                            return;
                        }
                        send(page);
                        next = page.next();
                    }
                }
                wanted = wanted();
            }
        }

        private void send(ChangePage.Changes page) {
            for (DelegationChange change : page.changes()) {
                synchronized (this) {
                    if (over) {
                        return;
                    }
                    demand -= demand == Long.MAX_VALUE ? 0 : 1;
                }
                subscriber.onNext(change);
            }
        }

        private synchronized int wanted() {
            return over ? 0 : (int) Math.min(demand, PAGE_COUNT);
        }

        private void fail(RuntimeException failure) {
            boolean first;
            synchronized (this) {
                first = !over;
                over = true;
            }
            ring.unlisten(listener);
            if (first) {
                subscriber.onError(failure);
            }
        }

        private static long saturated(long sum) {
            return sum < 0 ? Long.MAX_VALUE : sum;
        }
    }
}
