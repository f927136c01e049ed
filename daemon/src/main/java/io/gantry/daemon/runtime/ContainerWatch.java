package io.gantry.daemon.runtime;

import io.gantry.daemon.instance.InstanceKey;
import java.util.function.Consumer;

/** Waits for the ends of containers: a thread for each, which ends with the container or with the daemon. */
final class ContainerWatch implements AutoCloseable {
    private static final int SMALL_STACK = 128 << 10;

    private final RunningContainers running;
    private final HostProcesses processes;
    private final Consumer<RunningContainer> ended;
    private volatile boolean isClosed;

    /** @param ended is called once for each container that ends, by the thread that has waited for it */
    ContainerWatch(RunningContainers running, HostProcesses processes, Consumer<RunningContainer> ended) {
        this.running = running;
        this.processes = processes;
        this.ended = ended;
    }

    boolean isRunning(InstanceKey key) {
        return running.find(key).isPresent();
    }

    /** The container counts as running from now on. */
    void begin(RunningContainer container) {
        running.add(container);
        Thread.ofPlatform()
                .daemon()
                .stackSize(SMALL_STACK)
                .name("watch-" + container.key())
                .start(() -> {
                    processes.awaitEnd(container.monitorPid());
                    if (!isClosed) {
                        ended.accept(container);
                    }
                });
    }

    /** Nothing is done about containers that end from now on: the next daemon finds out. */
    @Override
    public void close() {
        isClosed = true;
    }
}
