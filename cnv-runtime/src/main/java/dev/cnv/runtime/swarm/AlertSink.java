package dev.cnv.runtime.swarm;

/** Where alerts go. It is called off the path of events, and may block for a while. */
@FunctionalInterface
public interface AlertSink {

    /**
     * Takes an alert.
     *
     * @param alert the alert
     * @throws Exception when it could not; that is counted, and the alert is not sent again
     */
    void send(Alert alert) throws Exception;
}
