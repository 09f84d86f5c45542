package dev.cnv.tests;

import java.io.IOException;
import java.util.List;

/** A process that takes memory, says so, and keeps it until it is killed. */
public final class Eater {

    /** What it says when it has taken all. */
    static final String FULL = "full";

    private static final int BYTES = 64 << 20;

    private Eater() {}

    /** The command that starts it where this process is. */
    static List<String> command() {
        return List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:CompressedClassSpaceSize=64m",
                "-XX:ReservedCodeCacheSize=48m",
                "-cp",
                System.getProperty("java.class.path"),
                Eater.class.getName());
    }

    public static void main(String[] arguments) throws IOException {
        // The JVM writes zeros to it, so it is there and not only reserved.
        byte[] all = new byte[BYTES];
        System.out.println(FULL);
        System.in.read(all, 0, 1);
    }
}
