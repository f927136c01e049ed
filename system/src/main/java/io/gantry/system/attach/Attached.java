package io.gantry.system.attach;

/** A program that runs in a container. */
public interface Attached extends AutoCloseable {
    /** Sends it a signal, once it is born (which may take until the container is entered); does nothing when it has ended. */
    void signal(int number);

    /**
     * Waits for its end.
     *
     * @return its exit status; 128 + N where signal N ended it, 126 where it cannot be executed, 127 where it does
     *     not exist
     */
    int waitFor();

    /** Kills it because its user has gone; what it left in the background loses the pipes that it wrote to. */
    void abandon();

    /** Kills it if it still runs. */
    @Override
    void close();
}
