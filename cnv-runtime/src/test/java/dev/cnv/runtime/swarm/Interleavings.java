package dev.cnv.runtime.swarm;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.IntPredicate;

/**
 * Runs a few short programs over shared cells in every order of their accesses: one thread at a time
 * goes from one access to the next, and the choices of who goes are tried one after the other. Orders
 * that only a weaker memory could show are not tried; jcstress is for those.
 */
final class Interleavings {

    /** What several threads do, from the beginning: made anew for each order. */
    interface Program {
        /** The threads' bodies over these cells. */
        List<Runnable> bodies(Cells cells);

        /** Throws when what came of it is wrong. */
        void check();
    }

    private final int cellCount;
    private final IntPredicate watched;
    private final int maxSwitches;
    private final List<Integer> choices = new ArrayList<>();
    private final List<Integer> options = new ArrayList<>();
    private int orders;

    /**
     * An explorer.
     *
     * @param watched the cells whose accesses are points where others may go
     * @param maxSwitches how often a thread that could go on is made to wait
     */
    Interleavings(int cellCount, IntPredicate watched, int maxSwitches) {
        this.cellCount = cellCount;
        this.watched = watched;
        this.maxSwitches = maxSwitches;
    }

    /** Tries every order; {@return how many there are} */
    int explore(java.util.function.Supplier<Program> programs) {
        do {
            Program program = programs.get();
            new Run(program).run();
            try {
                program.check();
            } catch (AssertionError e) {
                throw new AssertionError("order=" + choices + ": " + e.getMessage(), e);
            }
            orders++;
        } while (next());
        return orders;
    }

    private boolean next() {
        while (!choices.isEmpty()) {
            int choice = choices.removeLast() + 1;
            int option = options.removeLast();
            if (choice < option) {
                choices.add(choice);
                options.add(option);
                return true;
            }
        }
        return false;
    }

    /** One order. */
    private final class Run implements Cells {

        private static final int PATIENCE = 80;

        private final long[] memory = new long[cellCount];
        private final List<Worker> workers = new ArrayList<>();
        private final ThreadLocal<Worker> me = new ThreadLocal<>();
        private final Semaphore controller = new Semaphore(0);
        private int depth;

        Run(Program program) {
            program.bodies(this).forEach(body -> workers.add(new Worker(body)));
        }

        void run() {
            workers.forEach(worker -> worker.thread.start());
            Worker current = null;
            int switches = 0;
            int inARow = 0;
            while (workers.stream().anyMatch(worker -> !worker.done)) {
                Worker last = current;
                boolean goesOn = last != null && !last.done && inARow < PATIENCE;
                List<Worker> ready = new ArrayList<>();
                if (goesOn) {
                    ready.add(last);
                }
                if (!goesOn || switches < maxSwitches) {
                    workers.stream()
                            .filter(worker -> !worker.done && worker != last)
                            .forEach(ready::add);
                }
                if (ready.isEmpty()) {
                    ready.add(last);
                    inARow = 0;
                }
                current = ready.get(choose(ready.size()));
                switches += goesOn && current != last ? 1 : 0;
                inARow = current == last ? inARow + 1 : 0;
                current.go.release();
                controller.acquireUninterruptibly();
            }
            for (Worker worker : workers) {
                if (worker.fault != null) {
                    throw new AssertionError("order=" + choices, worker.fault);
                }
            }
        }

        private int choose(int count) {
            if (depth == choices.size()) {
                choices.add(0);
                options.add(count);
            }
            return choices.get(depth++);
        }

        private void point(int index) {
            Worker worker = me.get();
            if (worker != null && watched.test(index)) {
                controller.release();
                worker.go.acquireUninterruptibly();
            }
        }

        @Override
        public long getAcquire(int index) {
            point(index);
            return memory[index];
        }

        @Override
        public long getOpaque(int index) {
            point(index);
            return memory[index];
        }

        @Override
        public void setOpaque(int index, long value) {
            point(index);
            memory[index] = value;
        }

        @Override
        public boolean compareAndSet(int index, long expected, long value) {
            point(index);
            boolean same = memory[index] == expected;
            memory[index] = same ? value : memory[index];
            return same;
        }

        private final class Worker {

            private final Semaphore go = new Semaphore(0);
            private final Thread thread;
            private volatile boolean done;
            private volatile Throwable fault;

            Worker(Runnable body) {
                this.thread = Thread.ofPlatform().daemon().unstarted(() -> {
                    me.set(this);
                    go.acquireUninterruptibly();
                    try {
                        body.run();
                    } catch (Throwable e) {
                        fault = e;
                    }
                    done = true;
                    controller.release();
                });
            }
        }
    }
}
