package io.gantry.cli.instance;

import io.gantry.cli.command.Assignments;
import io.gantry.cli.command.Flags;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.UsageException;
import io.gantry.cli.server.Target;
import io.gantry.client.migration.TransferMode;
import io.gantry.client.migration.TransferRequest;
import java.util.List;
import org.apache.commons.cli.Options;

/** What a line asks to be transferred, and where. */
record TransferLine(Target source, Target target, TransferRequest request) {
    static Options options(TransferRequest.Purpose purpose) {
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
        if (purpose == TransferRequest.Purpose.COPY) {
            flags.with("e", "ephemeral", "Ephemeral instance").with("", "refresh", "Perform an incremental copy");
        }
        return flags.build();
    }

    static TransferLine of(Invocation invocation, Target source, Target target, TransferRequest.Purpose purpose) {
        List<String> named = invocation.values("profile").stream()
                .filter(profile -> !profile.isEmpty())
                .toList();
        boolean chosen = invocation.has("no-profiles") || invocation.has("profile");
        if (invocation.has("no-profiles") && !named.isEmpty()) {
            throw new UsageException("--no-profiles and --profile exclude each other");
        }
        refuseOtherPlaces(invocation);
        boolean isCopy = purpose == TransferRequest.Purpose.COPY;
        TransferRequest.Builder request = isCopy
                ? TransferRequest.copy(source.name(), target.name())
                : TransferRequest.move(source.name(), target.name());
        return new TransferLine(
                source,
                target,
                request.mode(mode(invocation.valueOr("mode", "pull")))
                        .config(Assignments.parse(invocation.values("config")))
                        .devices(Assignments.parseDevices(invocation.values("device")))
                        .profiles(chosen ? named : null)
                        .pool(invocation.valueOr("storage", ""))
                        .ephemeral(isCopy && invocation.has("ephemeral"))
                        .instanceOnly(invocation.has("instance-only") || invocation.has("container-only"))
                        .stateless(invocation.has("stateless"))
                        .refresh(isCopy && invocation.has("refresh"))
                        .allowInconsistent(invocation.has("allow-inconsistent"))
                        .strict(invocation.has("strict"))
                        .build());
    }

    private static TransferMode mode(String word) {
        return switch (word) {
            case "pull" -> TransferMode.PULL;
            case "push" -> TransferMode.PUSH;
            case "relay" -> TransferMode.RELAY;
            default ->
                throw new UsageException("the transfer mode \"" + word + "\" is unknown; it is pull, push or relay");
        };
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

    /** The same as a first copy. */
    TransferLine withoutRefresh() {
        return new TransferLine(
                source,
                target,
                request.toBuilder().refresh(false).stateless(true).build());
    }
}
