package io.gantry.cli.instance;

import io.gantry.cli.command.Assignments;
import io.gantry.cli.command.Flags;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.UsageException;
import io.gantry.cli.server.Target;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/**
 * What is to be transferred, where to, and what changes on the way.
 *
 * @param source an instance, or a snapshot as {@code c1/snap0}
 * @param config keys to set in the result
 * @param devices device keys to set in the result
 * @param profiles of the result; null for those of the source
 * @param pool of the result; empty for that of the source
 * @param instanceOnly without the snapshots
 * @param strict refuse what the target does not know all of
 */
record TransferRequest(
        Target source,
        Target target,
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
    /** Whether the source goes away afterwards. */
    enum Purpose {
        COPY,
        MOVE
    }

    static Options options(Purpose purpose) {
        var flags = new Flags()
                .with("", "allow-inconsistent", "Ignore copy errors for volatile files")
                .withValue("c", "config", "Config key/value to apply to the target instance")
                .withValue("d", "device", "New key/value to apply to a specific device")
                .with("", "instance-only", "Transfer the instance without its snapshots")
                .with("", "container-only", "The same as --instance-only")
                .withValue("", "mode", "Transfer mode. One of pull, push or relay")
                .with("", "no-profiles", "Unset all profiles on the target instance")
                .withValue("p", "profile", "Profile to apply to the target instance")
                .with("", "stateless", "Transfer a running instance without its runtime state")
                .withValue("s", "storage", "Storage pool name")
                .with("", "strict", "Refuse what the target does not know all of")
                .withValue("", "target", "Cluster member name")
                .withValue("", "target-project", "Transfer to a project different from the source");
        if (purpose == Purpose.COPY) {
            flags.with("e", "ephemeral", "Ephemeral instance").with("", "refresh", "Perform an incremental copy");
        }
        return flags.build();
    }

    static TransferRequest of(Invocation invocation, Target source, Target target, Purpose purpose) {
        List<String> named = invocation.values("profile").stream()
                .filter(profile -> !profile.isEmpty())
                .toList();
        boolean chosen = invocation.has("no-profiles") || invocation.has("profile");
        if (invocation.has("no-profiles") && !named.isEmpty()) {
            throw new UsageException("--no-profiles and --profile exclude each other");
        }
        refuseOtherPlaces(invocation);
        return new TransferRequest(
                source,
                target,
                purpose,
                TransferMode.of(invocation.valueOr("mode", "pull")),
                Assignments.parse(invocation.values("config")),
                Assignments.parseDevices(invocation.values("device")),
                chosen ? named : null,
                invocation.valueOr("storage", ""),
                purpose == Purpose.COPY && invocation.has("ephemeral"),
                invocation.has("instance-only") || invocation.has("container-only"),
                invocation.has("stateless"),
                purpose == Purpose.COPY && invocation.has("refresh"),
                invocation.has("allow-inconsistent"),
                invocation.has("strict"));
    }

    private static void refuseOtherPlaces(Invocation invocation) {
        if (!invocation.valueOr("target", "").isEmpty()) {
            throw new UsageException("To use --target, the destination remote must be a cluster, and this client knows"
                    + " no clusters; leave out --target");
        }
        String project = invocation.valueOr("target-project", "default");
        if (!project.equals("default")) {
            throw new UsageException("this client knows only the project default, and not \"" + project
                    + "\"; leave out --target-project");
        }
    }

    /** Whether processes of a running source stay behind: a refresh brings files only. */
    boolean filesOnly() {
        return stateless || refresh;
    }

    /** The same as a first copy. */
    TransferRequest withoutRefresh() {
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
                true,
                false,
                allowInconsistent,
                strict);
    }
}
