package io.gantry.daemon.operation;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.id.Ids;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The one-time secrets of an operation's channels. Safe for use by many threads. */
final class ChannelSecrets {
    private final Map<String, Object> secretsByChannel = new LinkedHashMap<>();
    private final Map<String, String> unusedByChannel = new LinkedHashMap<>();

    ChannelSecrets(List<String> channels, Ids ids) {
        for (String channel : channels) {
            String secret = ids.secret();
            secretsByChannel.put(channel, secret);
            unusedByChannel.put(channel, secret);
        }
    }

    /** By channel, for the metadata of the operation. */
    Map<String, Object> all() {
        return secretsByChannel;
    }

    boolean knows(String secret) {
        return secretsByChannel.values().stream().anyMatch(own -> isSame((String) own, secret));
    }

    synchronized String take(String secret) {
        for (var entry : unusedByChannel.entrySet()) {
            if (isSame(entry.getValue(), secret)) {
                unusedByChannel.remove(entry.getKey());
                return entry.getKey();
            }
        }
        throw DaemonException.forbidden("the secret is not one of this operation, or was used before");
    }

    synchronized void expire() {
        unusedByChannel.clear();
    }

    private static boolean isSame(String own, String given) {
        return MessageDigest.isEqual(own.getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.UTF_8));
    }
}
