package dev.cnv.examples.payments;

import dev.cnv.hotpath.ring.FrameRing;
import dev.cnv.hotpath.ring.RingStatus;
import java.util.SplittableRandom;

/**
 * The frames that a load sends: transfers, and now and then the question what an account has.
 *
 * <p><b>Threading:</b> for the one thread that sends.
 */
final class Requests {

    private static final long SEED = 138;

    private final FrameRing ring;
    private final LoadTerms terms;
    private final long[] transferGrants;
    private final long[] balanceGrants;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final ZipfAgents agents;
    private final PaymentsFrames.TransferFrame transfer = new PaymentsFrames.TransferFrame();
    private final PaymentsFrames.BalanceFrame balance = new PaymentsFrames.BalanceFrame();
    private long transfers;
    private long balances;

    /** Frames for a ring, under the grants of each agent. */
    Requests(FrameRing ring, LoadTerms terms, long[] transferGrants, long[] balanceGrants) {
        this.ring = ring;
        this.terms = terms;
        this.transferGrants = transferGrants;
        this.balanceGrants = balanceGrants;
        this.agents = new ZipfAgents(terms.agents(), random.split());
    }

    /** How many transfers were sent. */
    long transfers() {
        return transfers;
    }

    /** How many balances were asked for. */
    long balances() {
        return balances;
    }

    /** How many frames were sent. */
    long sent() {
        return transfers + balances;
    }

    /** Sends a frame of any agent and of either verb. */
    void send() {
        int agent = agents.at(sent());
        if (random.nextInt(100) < terms.balancePercent()) {
            askBalance(agent, anyAccount());
        } else {
            sendTransfer(agent);
        }
    }

    private void sendTransfer(int agent) {
        long frame = claim();
        transfer.at(ring.segment(), frame)
                .under(transferGrants[agent], correlation(agent))
                .put(anyAccount(), anyAccount(), 1 + (sent() & 0x3ff));
        ring.commit(frame);
        transfers++;
    }

    /** Sends the question what an account has. */
    void askBalance(int agent, int account) {
        long frame = claim();
        balance.at(ring.segment(), frame)
                .under(balanceGrants[agent], correlation(agent))
                .put(account);
        ring.commit(frame);
        balances++;
    }

    /** An account, all equally likely. */
    int anyAccount() {
        return random.nextInt(terms.accounts());
    }

    /** The frame's number and its agent: an answer is known by them. */
    private long correlation(int agent) {
        return sent() << Byte.SIZE | agent;
    }

    private long claim() {
        long frame = ring.claim();
        while (frame == RingStatus.FULL) {
            Thread.onSpinWait();
            frame = ring.claim();
        }
        if (frame < 0) {
            throw new IllegalStateException(
                    "the worker takes no frame: ring=" + RingStatus.nameOf(frame));
        }
        return frame;
    }

    /** Says that nothing more is sent. */
    void close() {
        ring.close();
    }
}
