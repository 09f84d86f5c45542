package dev.cnv.benchmarks.hotpath.ring;

import dev.cnv.benchmarks.hotpath.gate.GovernedHandover;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** All that is measured across processors, in the order of the table. */
final class Subjects {

    /** Behind the name of a subject with several senders, before their number. */
    static final String BY = "-by-";

    private static final int TRIP_CHUNKS = 500;
    private static final int LANES = 4;

    /** Made once: that two are the same subject is known by their being the same object. */
    private static final List<Subject> ALL = List.copyOf(new Subjects().all);

    private final List<Subject> all = new ArrayList<>();

    /**
     * One of them.
     *
     * @param senders how many threads send at once
     */
    record Subject(String name, int senders, Way way) {

        boolean isContest() {
            return name.contains(BY);
        }

        boolean isCnv() {
            return name.startsWith("cnv-");
        }
    }

    /** How a subject is measured. */
    interface Way {
        Sample measure(Terms terms) throws InterruptedException;
    }

    /**
     * What a measurement is given.
     *
     * @param chunks of messages
     * @param processors of the machine
     */
    record Terms(int chunks, int processors) {}

    private Subjects() {
        one("cnv-single", () -> CnvHandover.single(1));
        one("cnv-single-32", () -> CnvHandover.single(32));
        one("agrona-one-to-one", PeerHandovers.Agrona::single);
        one("disruptor-single", () -> PeerHandovers.Disruptor.single(1));
        one("disruptor-single-32", () -> PeerHandovers.Disruptor.single(32));
        one("cnv-laned", () -> CnvHandover.laned(1, LANES));
        one("cnv-laned-32", () -> CnvHandover.laned(32, LANES));
        one("cnv-laned-of-16", () -> CnvHandover.laned(1, 16));
        one("cnv-shared", () -> CnvHandover.shared(1, LANES, true));
        one("cnv-shared-32", () -> CnvHandover.shared(32, LANES, true));
        one("cnv-shared-unlimited", () -> CnvHandover.shared(1, LANES, false));
        one("cnv-shared-unlimited-32", () -> CnvHandover.shared(32, LANES, false));
        one("agrona-many-to-one", PeerHandovers.Agrona::shared);
        one("jctools-mpsc", PeerHandovers.JcTools::shared);
        one("disruptor-multi", () -> PeerHandovers.Disruptor.shared(1));
        one("disruptor-multi-32", () -> PeerHandovers.Disruptor.shared(32));
        several("cnv-laned", senders -> CnvHandover.laned(1, senders));
        several("cnv-laned-32", senders -> CnvHandover.laned(32, senders));
        several("cnv-shared", senders -> CnvHandover.shared(1, senders, true));
        several("cnv-shared-32", senders -> CnvHandover.shared(32, senders, true));
        several("agrona-many-to-one", _ -> PeerHandovers.Agrona.shared());
        several("jctools-mpsc", _ -> PeerHandovers.JcTools.shared());
        several("disruptor-multi", _ -> PeerHandovers.Disruptor.shared(1));
        several("disruptor-multi-32", _ -> PeerHandovers.Disruptor.shared(32));
        calls("cnv-bare", "bare");
        calls("cnv-governed", "governed");
        calls("cnv-recorded", "recorded");
        calls("disruptor-bare", "disruptor");
        trip("cnv-round-trip", RoundTrip.Rings::pair);
        trip("slots-round-trip", RoundTrip.Slots::pair);
    }

    /** {@return the subjects} */
    static List<Subject> all() {
        return ALL;
    }

    /** {@return the subject of that name} */
    static Subject named(String name) {
        return all().stream()
                .filter(subject -> subject.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("subject=" + name));
    }

    private void one(String name, Supplier<Handover> handover) {
        add(name, 1, terms -> OneSender.measure(handover.get(), terms.chunks()));
    }

    private void several(String name, IntFunction<SharedHandover> handover) {
        for (int senders : List.of(2, 4)) {
            add(
                    name + BY + senders,
                    senders,
                    terms -> Contest.measure(handover.apply(senders), senders, terms));
        }
    }

    private void calls(String name, String kind) {
        one(name, () -> GovernedHandover.of(kind, 1, false));
        one(name + "-32", () -> GovernedHandover.of(kind, 32, false));
        if (!kind.equals("recorded")) {
            one(name + "-skewed", () -> GovernedHandover.of(kind, 1, true));
        }
    }

    private void trip(String name, Supplier<RoundTrip.Side[]> pair) {
        add(name, 1, _ -> Sample.trip(RoundTrip.measure(pair.get(), TRIP_CHUNKS)));
    }

    private void add(String name, int senders, Way way) {
        all.add(new Subject(name, senders, way));
    }
}
