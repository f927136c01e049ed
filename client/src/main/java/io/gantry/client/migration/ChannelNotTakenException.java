package io.gantry.client.migration;

/** A source has a channel that the target does not take, such as {@code criu} for running processes. */
public final class ChannelNotTakenException extends RuntimeException {
    private final String channel;
    private final String source;
    private final String target;

    ChannelNotTakenException(String channel, String source, String target) {
        super(target + " does not take the channel \"" + channel + "\" that " + source + " offers");
        this.channel = channel;
        this.source = source;
        this.target = target;
    }

    public String channel() {
        return channel;
    }

    /** The name that the user has for the source's server. */
    public String source() {
        return source;
    }

    /** The name that the user has for the target's server. */
    public String target() {
        return target;
    }
}
