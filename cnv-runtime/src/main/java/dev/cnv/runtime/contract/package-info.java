/**
 * Contracts enforced: permits, rates, deadlines, timeouts, retries, limits.
 *
 * <p>{@link dev.cnv.runtime.contract.ContractEngine} is the door. A call passes it in two steps, so
 * that the decision to run it can be written down between them:
 *
 * <pre>{@code
 * admit ── VerbGate ── Lane (permits, queue, TokenBucket) ──► Permit, or a refusal that took nothing
 *   the caller records its decision, and releases the permit when it cannot
 * run ──── CallRun (attempts, waits, deadline) ── HandlerRun (one attempt, one thread) ──► Execution
 *                                                └ LimitWatch, Meter (memory, processor time)
 * }</pre>
 *
 * <p>A <b>lane</b> holds the calls that share permits: all calls of a verb, or those of one verb and
 * tenant. It starts waiting calls by priority, then earliest deadline, then arrival; decision record
 * 0010 says why, and why measured handlers run on platform threads.
 *
 * <p>A call ends at the first of: the handler's own end, its timeout, its hard deadline, a limit
 * exceeded, its caller's interruption, the engine's close. Every other end interrupts the handler. One
 * that does not end within 100 ms of that is <b>abandoned</b>: its caller gets the answer, and the
 * handler's thread keeps the permit and gives it back when it really ends.
 *
 * <p>All waiting is done with timers of {@link dev.cnv.runtime.time.Time}, so the engine runs on virtual
 * time as well. The locks are plain {@link java.util.concurrent.locks.ReentrantLock}s, one for each
 * lane.
 */
package dev.cnv.runtime.contract;
