package dev.cnv.runtime.swarm;

import dev.cnv.runtime.identity.AgentId;
import java.util.Optional;

/**
 * A swarm in a phase, as a type whose methods are what is legal there. An object that was left behind by
 * a move refuses every step with {@link Refusal.StalePhase}, and nothing changes.
 *
 * {@snippet :
 * switch (swarm.phase()) {
 *     case SwarmPhase.Operational operational -> operational.degrade(operator, "half of it is silent");
 *     case SwarmPhase.Emergency emergency -> emergency.shutDown(operator, "it burns");
 *     case SwarmPhase other -> report(other);
 * }
 * }
 *
 * <p>Each move takes who moves the swarm and why, in words that may be empty: both are for the ledger.
 *
 * <p><b>Threading:</b> safe for use by several threads: of several that move the same object, one does.
 */
public abstract sealed class SwarmPhase {

    final Visit at;

    private SwarmPhase(Visit at) {
        this.at = at;
    }

    /** {@return the phase} */
    public final Phase phase() {
        return at.phase();
    }

    /** {@return the swarm} */
    public final Swarm swarm() {
        return at.swarm();
    }

    /** A swarm that is not over: errors are counted. */
    public abstract static sealed class Living extends SwarmPhase {

        private Living(Visit at) {
            super(at);
        }

        /**
         * Counts an error in this phase.
         *
         * @return why it was not counted; empty when it was
         */
        public final Optional<Refusal> erred() {
            return at.table().erred(at.row(), at.mark());
        }
    }

    /** A living swarm with which nothing is badly wrong, so that an alarm can be raised. */
    public abstract static sealed class Calm extends Living {

        private Calm(Visit at) {
            super(at);
        }

        /**
         * Moves to EMERGENCY: the swarm is badly wrong.
         *
         * @param by who moves it
         * @param why in words
         * @return the next phase, or why the swarm stays
         */
        public final Step<Emergency> alarm(AgentId by, String why) {
            return at.move(Phase.EMERGENCY, by, why, Emergency::new);
        }
    }

    /** A swarm past its activation with which nothing is badly wrong: it may end. */
    public abstract static sealed class Active extends Calm {

        private Active(Visit at) {
            super(at);
        }

        /**
         * Moves to SHUTDOWN: the swarm ends.
         *
         * @param by who moves it
         * @param why in words
         * @return the next phase, or why the swarm stays
         */
        public final Step<Shutdown> shutDown(AgentId by, String why) {
            return at.move(Phase.SHUTDOWN, by, why, Shutdown::new);
        }

        /**
         * Lets an agent in again that was in before: see {@link Swarm#agentsKnown}.
         *
         * @param agent its name
         * @return why it was not let in; empty when it was
         */
        public final Optional<Refusal> rejoin(AgentId agent) {
            return at.swarm().rejoin(agent, at.mark());
        }
    }

    /** A swarm that was made, with nothing agreed. */
    public static final class Bootstrap extends Calm {

        Bootstrap(Visit at) {
            super(at);
        }

        /**
         * Moves to NEGOTIATION: the swarm begins to agree on a protocol.
         *
         * @param by who moves it
         * @param why in words
         * @return the next phase, or why the swarm stays
         */
        public Step<Negotiation> negotiate(AgentId by, String why) {
            return at.move(Phase.NEGOTIATION, by, why, Negotiation::new);
        }
    }

    /** A swarm whose members agree on a protocol. */
    public static final class Negotiation extends Calm {

        Negotiation(Visit at) {
            super(at);
        }

        /**
         * Moves to ACTIVATION: the swarm lets agents register.
         *
         * @param by who moves it
         * @param why in words
         * @return the next phase, or why the swarm stays
         */
        public Step<Activation> activate(AgentId by, String why) {
            return at.move(Phase.ACTIVATION, by, why, Activation::new);
        }
    }

    /** A swarm in which agents register. */
    public static final class Activation extends Calm {

        Activation(Visit at) {
            super(at);
        }

        /**
         * Moves to OPERATIONAL: the swarm begins to work.
         *
         * @param by who moves it
         * @param why in words
         * @return the next phase, or why the swarm stays
         */
        public Step<Operational> operate(AgentId by, String why) {
            return at.move(Phase.OPERATIONAL, by, why, Operational::new);
        }

        /**
         * Lets an agent in.
         *
         * @param agent its name
         * @return why it was not let in; empty when it was
         */
        public Optional<Refusal> register(AgentId agent) {
            return at.swarm().register(agent, at.mark());
        }
    }

    /** A swarm at work. */
    public static final class Operational extends Active {

        Operational(Visit at) {
            super(at);
        }

        /**
         * Moves to DEGRADED: the swarm goes on, though not well.
         *
         * @param by who moves it
         * @param why in words
         * @return the next phase, or why the swarm stays
         */
        public Step<Degraded> degrade(AgentId by, String why) {
            return at.move(Phase.DEGRADED, by, why, Degraded::new);
        }

        /**
         * Counts a success.
         *
         * @return why it was not counted; empty when it was
         */
        public Optional<Refusal> succeeded() {
            return at.table().succeeded(at.row(), at.mark());
        }

        /**
         * Counts a failure, which is an error of this phase too.
         *
         * @return why it was not counted; empty when it was
         */
        public Optional<Refusal> failed() {
            return at.table().failed(at.row(), at.mark());
        }
    }

    /** A swarm at work, though not well. */
    public static final class Degraded extends Active {

        Degraded(Visit at) {
            super(at);
        }

        /**
         * Moves to RECOVERY: the swarm is healed.
         *
         * @param by who moves it
         * @param why in words
         * @return the next phase, or why the swarm stays
         */
        public Step<Recovery> recover(AgentId by, String why) {
            return at.move(Phase.RECOVERY, by, why, Recovery::new);
        }
    }

    /** A swarm that is being healed. */
    public static final class Recovery extends Active {

        Recovery(Visit at) {
            super(at);
        }

        /**
         * Moves to OPERATIONAL: the swarm works again. The move sets the count of open failures to 0.
         *
         * @param by who moves it
         * @param why in words
         * @return the next phase, or why the swarm stays
         */
        public Step<Operational> operate(AgentId by, String why) {
            return at.move(Phase.OPERATIONAL, by, why, Operational::new);
        }

        /**
         * Sets the count of open failures to 0 before the recovery is over.
         *
         * @return why it was not done; empty when it was
         */
        public Optional<Refusal> resetFailures() {
            return at.table().resetFailures(at.row(), at.mark());
        }
    }

    /** A swarm with which something is badly wrong. */
    public static final class Emergency extends Living {

        Emergency(Visit at) {
            super(at);
        }

        /**
         * Moves to RECOVERY: the swarm is healed.
         *
         * @param by who moves it
         * @param why in words
         * @return the next phase, or why the swarm stays
         */
        public Step<Recovery> recover(AgentId by, String why) {
            return at.move(Phase.RECOVERY, by, why, Recovery::new);
        }

        /**
         * Moves to SHUTDOWN: the swarm ends, by force: it was not healed.
         *
         * @param by who moves it
         * @param why in words
         * @return the next phase, or why the swarm stays
         */
        public Step<Shutdown> shutDown(AgentId by, String why) {
            return at.move(Phase.SHUTDOWN, by, why, Shutdown::new);
        }

        /**
         * Lets an agent in again that was in before: see {@link Swarm#agentsKnown}.
         *
         * @param agent its name
         * @return why it was not let in; empty when it was
         */
        public Optional<Refusal> rejoin(AgentId agent) {
            return at.swarm().rejoin(agent, at.mark());
        }
    }

    /** A swarm that is over. No phase follows. */
    public static final class Shutdown extends SwarmPhase {

        Shutdown(Visit at) {
            super(at);
        }

        /**
         * Ends the swarm: its name and memory are free for another.
         *
         * @return its report, once; or why not
         */
        public Step<SwarmReport> finalise() {
            return at.swarm().finalise(at.mark());
        }
    }
}
