package dev.cnv.examples.payments;

import dev.cnv.hotpath.FrameDescriptor;
import dev.cnv.hotpath.ring.FrameRing;
import dev.cnv.hotpath.worker.BatchRecords;
import dev.cnv.hotpath.worker.FrameResult;
import dev.cnv.hotpath.worker.Worker;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.time.SystemTime;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/** One transfer as a frame, from the grant to the answer: the example of docs/hotpath.md. */
final class FirstFrames {

    private FirstFrames() {}

    /** Makes one transfer of 30 cents from account 1 to account 2, and says what became of it. */
    static Payments.Booking run(Payments payments, Path folder) {
        ThreadFactory threads = Thread.ofPlatform().factory();
        try (SystemTime time = new SystemTime(Clock.systemUTC());
                Arena arena = Arena.ofShared();
                PaymentsOffice office =
                        new PaymentsOffice(payments, 2, FileLedger.open(folder, time), time)) {
            // region: first
            FrameRing requests = FrameRing.create(arena, 1_024, PaymentsFrames.TransferFrame.LINES);
            FrameRing responses = FrameRing.create(arena, 1_024, 1);
            long grant = office.transferGrant(0);
            try (BatchRecords records =
                            new BatchRecords(office.table(), BatchRecords.Terms.DEFAULT, threads);
                    Worker worker = new Worker(
                            new Worker.Terms("payments", 256),
                            records,
                            office.verbs().frames(),
                            List.of(new Worker.Lane(requests, responses)))) {
                worker.start(threads);

                // A producer, on a thread of its own: claim, write in place, commit.
                PaymentsFrames.TransferFrame transfer = new PaymentsFrames.TransferFrame();
                long frame = requests.claim();
                transfer.at(requests.segment(), frame).under(grant, 4711).put(1, 2, 30);
                requests.commit(frame);
                requests.close();

                // Whoever reads the answers: the status, and the result where the arguments lay.
                long answer = responses.next();
                while (answer < 0) {
                    Thread.onSpinWait();
                    answer = responses.next();
                }
                long correlation = FrameDescriptor.correlation(responses.segment(), answer);
                int status = FrameResult.status(responses.segment(), answer);
                Payments.Booking booking =
                        transfer.at(responses.segment(), answer).result();
                responses.release();
                // endregion
                if (correlation != 4711 || status != 0) {
                    throw new IllegalStateException(
                            "correlation=" + correlation + " status=" + status);
                }
                return booking;
            }
        }
    }
}
