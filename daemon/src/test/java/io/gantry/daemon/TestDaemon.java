package io.gantry.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.Operation;
import io.gantry.api.StatusCode;
import io.gantry.client.server.ApiServer;
import io.gantry.daemon.program.LocalDaemon;
import io.gantry.system.effect.Effects;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A whole daemon in this process, on a {@link TestHost}, with its API on its unix socket. */
public final class TestDaemon implements AutoCloseable {
    private final TestHost host;
    private final Daemon daemon;
    private final Effects effects;
    private final ApiServer api;

    TestDaemon(TestHost host, Daemon daemon, Effects effects) {
        this.host = host;
        this.daemon = daemon;
        this.effects = effects;
        this.api = LocalDaemon.of(host.directory());
    }

    public TestHost host() {
        return host;
    }

    public Path directory() {
        return host.directory();
    }

    public Effects effects() {
        return effects;
    }

    /** The API, as clients use it. */
    public ApiServer api() {
        return api;
    }

    /**
     * Sends a request and waits for the end of the operation that it begins.
     *
     * @throws io.gantry.client.server.ApiException where the request is refused
     * @throws OperationFailure where the operation fails
     */
    public Operation done(String method, String path, @Nullable Object body) throws IOException {
        Operation begun = api.start(method, path, body);
        Operation ended = api.get("/1.0/operations/" + begun.id() + "/wait", Operation.class);
        if (ended.statusCode() != StatusCode.SUCCESS.code()) {
            throw new OperationFailure(ended.err());
        }
        return ended;
    }

    /** An operation that failed, with its error as the message. */
    public static final class OperationFailure extends IOException {
        private static final long serialVersionUID = 1;

        OperationFailure(String message) {
            super(message);
        }
    }

    /**
     * Checks that records, volumes and links agree with each other: nothing is half-made. An intent may be left of an
     * act that failed, for the next start to settle.
     */
    public void requireWhole() throws IOException {
        assertThat(new Agreement(host.directory()).violations()).isEmpty();
    }

    /** As {@link #requireWhole}, and nothing is left for the next start to settle. */
    public void requireSettled() throws IOException {
        requireWhole();
        assertThat(new Agreement(host.directory()).intents()).isEmpty();
    }

    /** Whether no intent is left of an act. */
    public boolean isSettled() throws IOException {
        return new Agreement(host.directory()).intents().isEmpty();
    }

    /** Ends the daemon as a signal does; instances go on running. */
    @Override
    public void close() {
        api.close();
        daemon.close();
    }

    /** Ends the daemon as {@code kill -9} does: nothing that it still does has any effect. */
    public void crash() {
        effects.crash();
        close();
    }
}
