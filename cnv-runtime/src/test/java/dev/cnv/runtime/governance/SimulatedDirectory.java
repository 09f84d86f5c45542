package dev.cnv.runtime.governance;

import dev.cnv.testing.Draws;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * A directory of simulated disks. A power failure may take any new entry that was not forced, with all
 * that is in it, and keep others made later.
 */
class SimulatedDirectory implements DiskDirectory {

    final Machine machine = new Machine();
    private final TreeMap<Long, SimulatedDisk> disks = new TreeMap<>();
    private final Set<Long> unsynced = new HashSet<>();

    SimulatedDirectory() {}

    /** One segment with any bytes. */
    SimulatedDirectory(byte[] first) {
        disks.put(0L, disk(first));
    }

    /** {@return another one with the same bytes, all of them durable} */
    synchronized SimulatedDirectory copy() {
        SimulatedDirectory copy = new SimulatedDirectory();
        disks.forEach((segment, disk) -> copy.disks.put(segment, copy.disk(disk.content())));
        return copy;
    }

    SimulatedDisk disk(byte[] content) {
        return new SimulatedDisk(content, machine);
    }

    synchronized SimulatedDisk get(long segment) {
        return java.util.Objects.requireNonNull(disks.get(segment));
    }

    synchronized void put(long segment, byte[] content) {
        disks.put(segment, disk(content));
    }

    synchronized void remove(long segment) {
        disks.remove(segment);
    }

    /** {@return the bytes of the first segment} */
    byte[] content() {
        return get(0).content();
    }

    /** {@return the bytes of all segments, one behind the other} */
    synchronized byte[] contents() {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        disks.values().forEach(disk -> out.writeBytes(disk.content()));
        return out.toByteArray();
    }

    synchronized int forceCount() {
        return disks.values().stream().mapToInt(disk -> disk.forceCount).sum();
    }

    @Override
    public synchronized List<Long> segments() {
        return new ArrayList<>(disks.keySet());
    }

    @Override
    public synchronized Disk open(long segment) throws IOException {
        SimulatedDisk disk = disks.get(segment);
        if (disk == null) {
            throw new FileNotFoundException("segment=" + segment);
        }
        return disk;
    }

    @Override
    public synchronized Disk openForWriting(long segment) throws IOException {
        return open(segment);
    }

    @Override
    public synchronized Disk create(long segment) throws IOException {
        if (disks.containsKey(segment)) {
            throw new FileAlreadyExistsException("segment=" + segment);
        }
        SimulatedDisk disk = disk(new byte[0]);
        disks.put(segment, disk);
        unsynced.add(segment);
        machine.step();
        return disk;
    }

    @Override
    public synchronized void force() throws IOException {
        machine.step();
        unsynced.clear();
    }

    @Override
    public void close() {}

    /** The process died and the machine lives: the caches are still there, and still not on disk. */
    void processDied() {
        machine.stopAfter(Long.MAX_VALUE);
    }

    /** The power failed and came back. */
    synchronized void powerFailed(Draws draws) {
        machine.stopAfter(Long.MAX_VALUE);
        disks.keySet().removeIf(segment -> unsynced.contains(segment) && draws.flip());
        unsynced.clear();
        disks.values().forEach(disk -> disk.powerFailed(draws));
    }
}
