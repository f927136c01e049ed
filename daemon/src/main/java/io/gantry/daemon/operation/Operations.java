package io.gantry.daemon.operation;

import io.gantry.api.Operation;
import io.gantry.client.transport.MessageChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Starts background operations. Each runs on a virtual thread of its own; ended ones stay readable for some
 * seconds. Safe for use by many threads.
 */
public interface Operations {
    /** Starts work in the background and returns the operation as it is now. */
    Operation start(OperationPlan plan, Work work);

    /**
     * Offers websockets that clients connect with one-time secrets, and starts the work, which waits for them.
     *
     * @param channels the names of the channels; the secrets appear under these names in the metadata, below
     *     {@code fds} for an exec (see {@link OperationPlan#secretsUnder}) or at the top
     */
    Operation offer(OperationPlan plan, List<String> channels, ChannelWork work);

    /**
     * An operation that only holds a secret until it is used or expires, such as for downloading a private image.
     *
     * @return the operation, with {@code metadata} as its metadata
     */
    Operation token(OperationPlan plan, Map<String, Object> metadata, Duration lifetime);

    /** Takes the token operation whose metadata holds this secret; afterwards it is gone. */
    boolean useToken(String resource, String secret);

    /** Work without channels. A thrown exception makes the operation fail with its message. */
    @FunctionalInterface
    interface Work {
        void run(OperationContext context) throws Exception;
    }

    /** Work with channels. */
    @FunctionalInterface
    interface ChannelWork {
        void run(OperationContext context, Channels channels) throws Exception;
    }

    /** The channels of a websocket operation. */
    interface Channels {
        /**
         * Waits until a client has connected the channel.
         *
         * @throws io.gantry.daemon.failure.DaemonException where nobody came within the time
         */
        MessageChannel await(String name, Duration limit) throws InterruptedException;
    }
}
