package io.gantry.client.migration;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be transferred, how, and what changes on the way.
 *
 * @param source an instance, or a snapshot as {@code c1/snap0}
 * @param target name of the new instance, empty for one that its server chooses
 * @param config keys to set in the result
 * @param devices device keys to set in the result
 * @param profiles of the result; null for those of the source
 * @param pool of the result; empty for that of the source
 * @param instanceOnly without the snapshots
 * @param stateless without the processes of a running source
 * @param refresh bring an earlier copy up to date, instead of making one
 * @param allowInconsistent go on where files change while they are copied
 * @param strict refuse what the target does not know all of
 */
public record TransferRequest(
        String source,
        String target,
        Purpose purpose,
        TransferMode mode,
        Map<String, String> config,
        Map<String, Map<String, String>> devices,
        @Nullable List<String> profiles,
        String pool,
        boolean ephemeral,
        boolean instanceOnly,
        boolean stateless,
        boolean refresh,
        boolean allowInconsistent,
        boolean strict) {
    public TransferRequest {
        config = Map.copyOf(config);
        devices = Map.copyOf(devices);
        profiles = profiles == null ? null : List.copyOf(profiles);
    }

    /** Whether the source goes away afterwards; then the result keeps its addresses. */
    public enum Purpose {
        COPY,
        MOVE
    }

    /** A copy of an instance, or of a snapshot, that the target fetches. */
    public static Builder copy(String source, String target) {
        return new Builder(source, target, Purpose.COPY);
    }

    /** A transfer whose source the caller deletes when it is done. */
    public static Builder move(String source, String target) {
        return new Builder(source, target, Purpose.MOVE);
    }

    /** Whether processes of a running source stay behind: a refresh brings files only. */
    boolean filesOnly() {
        return stateless || refresh;
    }

    /** A builder that begins with what this one has. */
    public Builder toBuilder() {
        var builder = new Builder(source, target, purpose);
        builder.mode = mode;
        builder.config = config;
        builder.devices = devices;
        builder.profiles = profiles;
        builder.pool = pool;
        builder.ephemeral = ephemeral;
        builder.instanceOnly = instanceOnly;
        builder.stateless = stateless;
        builder.refresh = refresh;
        builder.allowInconsistent = allowInconsistent;
        builder.strict = strict;
        return builder;
    }

    /** Makes a request; what is not set is empty or false, and the mode is {@link TransferMode#PULL}. For one thread. */
    public static final class Builder {
        private final String source;
        private final String target;
        private final Purpose purpose;
        private TransferMode mode = TransferMode.PULL;
        private Map<String, String> config = Map.of();
        private Map<String, Map<String, String>> devices = Map.of();
        private @Nullable List<String> profiles;
        private String pool = "";
        private boolean ephemeral;
        private boolean instanceOnly;
        private boolean stateless;
        private boolean refresh;
        private boolean allowInconsistent;
        private boolean strict;

        private Builder(String source, String target, Purpose purpose) {
            this.source = source;
            this.target = target;
            this.purpose = purpose;
        }

        public Builder mode(TransferMode value) {
            mode = value;
            return this;
        }

        public Builder config(Map<String, String> value) {
            config = value;
            return this;
        }

        public Builder devices(Map<String, Map<String, String>> value) {
            devices = value;
            return this;
        }

        public Builder profiles(@Nullable List<String> value) {
            profiles = value;
            return this;
        }

        public Builder pool(String value) {
            pool = value;
            return this;
        }

        public Builder ephemeral(boolean value) {
            ephemeral = value;
            return this;
        }

        public Builder instanceOnly(boolean value) {
            instanceOnly = value;
            return this;
        }

        public Builder stateless(boolean value) {
            stateless = value;
            return this;
        }

        public Builder refresh(boolean value) {
            refresh = value;
            return this;
        }

        public Builder allowInconsistent(boolean value) {
            allowInconsistent = value;
            return this;
        }

        public Builder strict(boolean value) {
            strict = value;
            return this;
        }

        public TransferRequest build() {
            return new TransferRequest(
                    source,
                    target,
                    purpose,
                    mode,
                    config,
                    devices,
                    profiles,
                    pool,
                    ephemeral,
                    instanceOnly,
                    stateless,
                    refresh,
                    allowInconsistent,
                    strict);
        }
    }
}
