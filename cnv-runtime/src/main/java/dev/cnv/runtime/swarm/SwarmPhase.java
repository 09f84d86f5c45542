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
 * <p><b>Threading:</b> safe for use by several threads: of several that move the same object, one does.
 */
public sealed interface SwarmPhase {

    /** {@return the phase} */
    Phase phase();

    /** {@return the swarm} */
    Swarm swarm();

    /** A swarm that was made, with nothing agreed. */
    final class Bootstrap implements SwarmPhase {

        private final Visit at;

        Bootstrap(Visit at) {
            this.at = at;
        }

        @Override
        public Phase phase() {
            return Phase.BOOTSTRAP;
        }

        @Override
        public Swarm swarm() {
            return at.swarm();
        }

        /**
         * Moves to NEGOTIATION: the swarm begins to agree on a protocol.
         *
         * @param by who moves it, for the ledger
         * @param why in words, for the ledger; may be empty
         * @return the next phase, or why the swarm stays
         */
        public Step<Negotiation> negotiate(AgentId by, String why) {
            return at.move(Phase.NEGOTIATION, by, why, Negotiation::new);
        }

        /**
         * Moves to EMERGENCY: the swarm is badly wrong.
         *
         * @param by who moves it, for the ledger
         * @param why in words, for the ledger; may be empty
         * @return the next phase, or why the swarm stays
         */
        public Step<Emergency> alarm(AgentId by, String why) {
            return at.move(Phase.EMERGENCY, by, why, Emergency::new);
        }

        /**
         * Counts an error in this phase.
         *
         * @return why it was not counted; empty when it was
         */
        public Optional<Refusal> erred() {
            return at.table().erred(at.row(), at.mark());
        }
    }

    /** A swarm whose members agree on a protocol. */
    final class Negotiation implements SwarmPhase {

        private final Visit at;

        Negotiation(Visit at) {
            this.at = at;
        }

        @Override
        public Phase phase() {
            return Phase.NEGOTIATION;
        }

        @Override
        public Swarm swarm() {
            return at.swarm();
        }

        /**
         * Moves to ACTIVATION: the swarm lets agents register.
         *
         * @param by who moves it, for the ledger
         * @param why in words, for the ledger; may be empty
         * @return the next phase, or why the swarm stays
         */
        public Step<Activation> activate(AgentId by, String why) {
            return at.move(Phase.ACTIVATION, by, why, Activation::new);
        }

        /**
         * Moves to EMERGENCY: the swarm is badly wrong.
         *
         * @param by who moves it, for the ledger
         * @param why in words, for the ledger; may be empty
         * @return the next phase, or why the swarm stays
         */
        public Step<Emergency> alarm(AgentId by, String why) {
            return at.move(Phase.EMERGENCY, by, why, Emergency::new);
        }

        /**
         * Counts an error in this phase.
         *
         * @return why it was not counted; empty when it was
         */
        public Optional<Refusal> erred() {
            return at.table().erred(at.row(), at.mark());
        }
    }

    /** A swarm in which agents register. */
    final class Activation implements SwarmPhase {

        private final Visit at;

        Activation(Visit at) {
            this.at = at;
        }

        @Override
        public Phase phase() {
            return Phase.ACTIVATION;
        }

        @Override
        public Swarm swarm() {
            return at.swarm();
        }

        /**
         * Moves to OPERATIONAL: the swarm begins to work.
         *
         * @param by who moves it, for the ledger
         * @param why in words, for the ledger; may be empty
         * @return the next phase, or why the swarm stays
         */
        public Step<Operational> operate(AgentId by, String why) {
            return at.move(Phase.OPERATIONAL, by, why, Operational::new);
        }

        /**
         * Moves to EMERGENCY: the swarm is badly wrong.
         *
         * @param by who moves it, for the ledger
         * @param why in words, for the ledger; may be empty
         * @return the next phase, or why the swarm stays
         */
        public Step<Emergency> alarm(AgentId by, String why) {
            return at.move(Phase.EMERGENCY, by, why, Emergency::new);
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

        /**
         * Counts an error in this phase.
         *
         * @return why it was not counted; empty when it was
         */
        public Optional<Refusal> erred() {
            return at.table().erred(at.row(), at.mark());
        }
    }

    /** A swarm at work. */
    final class Operational implements SwarmPhase {

        private final Visit at;

        Operational(Visit at) {
            this.at = at;
        }

        @Override
        public Phase phase() {
            return Phase.OPERATIONAL;
        }

        @Override
        public Swarm swarm() {
            return at.swarm();
        }

        /**
         * Moves to DEGRADED: the swarm goes on, though not well.
         *
         * @param by who moves it, for the ledger
         * @param why in words, for the ledger; may be empty
         * @return the next phase, or why the swarm stays
         */
        public Step<Degraded> degrade(AgentId by, String why) {
            return at.move(Phase.DEGRADED, by, why, Degraded::new);
        }

        /**
         * Moves to SHUTDOWN: the swarm ends.
         *
         * @param by who moves it, for the ledger
         * @param why in words, for the ledger; may be empty
         * @return the next phase, or why the swarm stays
         */
        public Step<Shutdown> shutDown(AgentId by, String why) {
            return at.move(Phase.SHUTDOWN, by, why, Shutdown::new);
        }

        /**
         * Moves to EMERGENCY: the swarm is badly wrong.
         *
         * @param by who moves it, for the ledger
         * @param why in words, for the ledger; may be empty
         * @return the next phase, or why the swarm stays
         */
        public Step<Emergency> alarm(AgentId by, String why) {
            return at.move(Phase.EMERGENCY, by, why, Emergency::new);
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

        /**
         * Counts an error in this phase.
         *
         * @return why it was not counted; empty when it was
         */
        public Optional<Refusal> erred() {
            return at.table().erred(at.row(), at.mark());
        }
    }

    /** A swarm at work, though not well. */
    final class Degraded implements SwarmPhase {

        private final Visit at;

        Degraded(Visit at) {
            this.at = at;
        }

        @Override
        public Phase phase() {
            return Phase.DEGRADED;
        }

        @Override
        public Swarm swarm() {
            return at.swarm();
        }

        /**
         * Moves to RECOVERY: the swarm is healed.
         *
         * @param by who moves it, for the ledger
         * @param why in words, for the ledger; may be empty
         * @return the next phase, or why the swarm stays
         */
        public Step<Recovery> recover(AgentId by, String why) {
            return at.move(Phase.RECOVERY, by, why, Recovery::new);
        }

        /**
         * Moves to SHUTDOWN: the swarm ends.
         *
         * @param by who moves it, for the ledger
         * @param why in words, for the ledger; may be empty
         * @return the next phase, or why the swarm stays
         */
        public Step<Shutdown> shutDown(AgentId by, String why) {
            return at.move(Phase.SHUTDOWN, by, why, Shutdown::new);
        }

        /**
         * Moves to EMERGENCY: the swarm is badly wrong.
         *
         * @param by who moves it, for the ledger
         * @param why in words, for the ledger; may be empty
         * @return the next phase, or why the swarm stays
         */
        public Step<Emergency> alarm(AgentId by, String why) {
            return at.move(Phase.EMERGENCY, by, why, Emergency::new);
        }

        /**
         * Counts an error in this phase.
         *
         * @return why it was not counted; empty when it was
         */
        public Optional<Refusal> erred() {
            return at.table().erred(at.row(), at.mark());
        }
    }

    /** A swarm that is being healed. */
    final class Recovery implements SwarmPhase {

        private final Visit at;

        Recovery(Visit at) {
            this.at = at;
        }

        @Override
        public Phase phase() {
            return Phase.RECOVERY;
        }

        @Override
        public Swarm swarm() {
            return at.swarm();
        }

        /**
         * Moves to OPERATIONAL: the swarm works again.
         *
         * @param by who moves it, for the ledger
         * @param why in words, for the ledger; may be empty
         * @return the next phase, or why the swarm stays
         */
        public Step<Operational> operate(AgentId by, String why) {
            return at.move(Phase.OPERATIONAL, by, why, Operational::new);
        }

        /**
         * Moves to SHUTDOWN: the swarm ends.
         *
         * @param by who moves it, for the ledger
         * @param why in words, for the ledger; may be empty
         * @return the next phase, or why the swarm stays
         */
        public Step<Shutdown> shutDown(AgentId by, String why) {
            return at.move(Phase.SHUTDOWN, by, why, Shutdown::new);
        }

        /**
         * Moves to EMERGENCY: the swarm is badly wrong.
         *
         * @param by who moves it, for the ledger
         * @param why in words, for the ledger; may be empty
         * @return the next phase, or why the swarm stays
         */
        public Step<Emergency> alarm(AgentId by, String why) {
            return at.move(Phase.EMERGENCY, by, why, Emergency::new);
        }

        /**
         * Sets the count of open failures to 0.
         *
         * @return why it was not done; empty when it was
         */
        public Optional<Refusal> resetFailures() {
            return at.table().resetFailures(at.row(), at.mark());
        }

        /**
         * Counts an error in this phase.
         *
         * @return why it was not counted; empty when it was
         */
        public Optional<Refusal> erred() {
            return at.table().erred(at.row(), at.mark());
        }
    }

    /** A swarm with which something is badly wrong. */
    final class Emergency implements SwarmPhase {

        private final Visit at;

        Emergency(Visit at) {
            this.at = at;
        }

        @Override
        public Phase phase() {
            return Phase.EMERGENCY;
        }

        @Override
        public Swarm swarm() {
            return at.swarm();
        }

        /**
         * Moves to RECOVERY: the swarm is healed.
         *
         * @param by who moves it, for the ledger
         * @param why in words, for the ledger; may be empty
         * @return the next phase, or why the swarm stays
         */
        public Step<Recovery> recover(AgentId by, String why) {
            return at.move(Phase.RECOVERY, by, why, Recovery::new);
        }

        /**
         * Moves to SHUTDOWN: the swarm ends, by force: it was not healed.
         *
         * @param by who moves it, for the ledger
         * @param why in words, for the ledger; may be empty
         * @return the next phase, or why the swarm stays
         */
        public Step<Shutdown> shutDown(AgentId by, String why) {
            return at.move(Phase.SHUTDOWN, by, why, Shutdown::new);
        }

        /**
         * Counts an error in this phase.
         *
         * @return why it was not counted; empty when it was
         */
        public Optional<Refusal> erred() {
            return at.table().erred(at.row(), at.mark());
        }
    }

    /** A swarm that is over. No phase follows. */
    final class Shutdown implements SwarmPhase {

        private final Visit at;

        Shutdown(Visit at) {
            this.at = at;
        }

        @Override
        public Phase phase() {
            return Phase.SHUTDOWN;
        }

        @Override
        public Swarm swarm() {
            return at.swarm();
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
