package dev.cnv.runtime.governance;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Something that happens once, and that threads wait for. An interrupt does not end the wait; it stays
 * pending.
 *
 * <p>Whoever opens it wakes one thread; each woken thread wakes two. So neither does the opener pay for
 * all, nor does each wait for the one before.
 *
 * <p><b>Threading:</b> what a thread did before {@link #open} is seen behind {@link #await}.
 */
final class Gate {

    /** A thread that waits, and whom it wakes. */
    private static final class Waiter {
        final @Nullable Thread thread;

        @Nullable Waiter next;

        @Nullable Waiter left;

        @Nullable Waiter right;

        volatile boolean called;

        Waiter(@Nullable Thread thread) {
            this.thread = thread;
        }

        void call() {
            called = true;
            LockSupport.unpark(thread);
        }
    }

    private static final Waiter OPEN = new Waiter(null);

    private final AtomicReference<@Nullable Waiter> last = new AtomicReference<>();

    void open() {
        Waiter first = last.getAndSet(OPEN);
        if (first != null && first != OPEN) {
            arrange(first);
            first.call();
        }
    }

    boolean isOpen() {
        return last.get() == OPEN;
    }

    void await() {
        Waiter self = new Waiter(Thread.currentThread());
        do {
            Waiter before = last.get();
            if (before == OPEN) {
                return;
            }
            self.next = before;
        } while (!last.compareAndSet(self.next, self));
        boolean interrupted = false;
        while (!self.called) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        callOthers(self);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void callOthers(Waiter self) {
        if (self.left != null) {
            self.left.call();
        }
        if (self.right != null) {
            self.right.call();
        }
    }

    /** Makes a binary tree of a list: the children of the n-th are the 2n-th and the one behind it. */
    private static void arrange(Waiter first) {
        @Nullable Waiter parent = first;
        @Nullable Waiter child = first.next;
        while (parent != null && child != null) {
            parent.left = child;
            child = child.next;
            parent.right = child;
            child = child == null ? null : child.next;
            parent = parent.next;
        }
    }
}
