package io.gantry.cli.instance;

import io.gantry.api.Instance;
import io.gantry.api.InstancePost;
import io.gantry.api.InstanceStatePut;
import io.gantry.api.StatusCode;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.failure.UsageException;
import io.gantry.cli.server.Target;
import io.gantry.client.server.ApiException;
import io.gantry.client.server.ApiPath;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.OperationFailedException;
import java.io.IOException;
import org.apache.commons.cli.Options;

/** Moves an instance to another server or another pool, or gives it or a snapshot another name. */
public final class InstanceMove implements Command {
    /** How long a running instance may take to shut down before its processes are killed. */
    private static final int SHUTDOWN_SECONDS = 30;

    @Override
    public String arguments() {
        return "[<remote>:]<instance>[/<snapshot>] [<remote>:][<instance>[/<snapshot>]]";
    }

    @Override
    public String description() {
        return """
                Move instances within or in between servers

                lxc move [<remote>:]<source instance> [<remote>:][<destination instance>] [--instance-only]
                    Move an instance between two hosts, renaming it if destination name differs.

                lxc move <old name> <new name> [--instance-only]
                    Rename a local instance.

                lxc move <instance>/<old snapshot name> <instance>/<new snapshot name>
                    Rename a snapshot.""";
    }

    @Override
    public Options options() {
        return TransferRequest.options(TransferRequest.Purpose.MOVE);
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(1, 2);
        Context context = invocation.context();
        Target source = context.namedTarget(invocation.argument(0), "instance");
        Target named = context.target(invocation.argumentOr(1, source.toString()));
        Target target = named.name().isEmpty() ? new Target(named.remote(), source.name()) : named;
        TransferRequest request = TransferRequest.of(invocation, source, target, TransferRequest.Purpose.MOVE);
        boolean sameServer = source.remote().equals(target.remote());
        if (sameServer && !source.name().equals(target.name()) && !changesMoreThanTheName(request)) {
            InstanceRename.rename(context, source, target.name());
            return 0;
        }
        if (sameServer && source.name().equals(target.name())) {
            moveToPool(context, request);
            return 0;
        }
        if (source.name().indexOf('/') >= 0) {
            throw new UsageException("a snapshot stays with its instance; `lxc copy " + source + " " + named
                    + "` makes an instance of it");
        }
        moveAcross(context, request);
        return 0;
    }

    private static boolean changesMoreThanTheName(TransferRequest request) {
        return !request.pool().isEmpty()
                || !request.config().isEmpty()
                || !request.devices().isEmpty()
                || request.profiles() != null
                || request.instanceOnly();
    }

    private static void moveToPool(Context context, TransferRequest request) throws IOException {
        if (request.pool().isEmpty()) {
            throw new UsageException("the instance " + request.source()
                    + " is there already; name another server, another name or another pool (--storage)");
        }
        context.run(
                context.server(request.source()),
                "POST",
                ApiPath.instance(request.source().name()),
                InstancePost.offer()
                        .name(request.source().name())
                        .instanceOnly(request.instanceOnly())
                        .pool(request.pool())
                        .allowInconsistent(request.allowInconsistent())
                        .build(),
                "Moving to the pool " + request.pool());
    }

    /**
     * The source goes only when all of it is at the target. A running one is stopped before, so that nothing is written
     * to it that would stay behind, and runs again at the end wherever it is then.
     */
    private static void moveAcross(Context context, TransferRequest request) throws IOException {
        ApiServer source = context.server(request.source());
        boolean ran = request.stateless()
                && source.get(ApiPath.instance(request.source().name()), Instance.class)
                                .statusCode()
                        == StatusCode.RUNNING.code();
        var transfer = new InstanceTransfer(context, request);
        transfer.refuseTakenName();
        if (ran) {
            stop(context, request.source());
        }
        try {
            transfer.run();
        } catch (IOException | RuntimeException e) {
            if (ran) {
                start(context, request.source());
            }
            throw e;
        }
        try {
            context.await(
                    source,
                    source.start("DELETE", ApiPath.instance(request.source().name()), null),
                    "Deleting " + request.source());
        } catch (ApiException | OperationFailedException e) {
            throw new CommandFailure(
                    "The instance was copied to " + request.target() + ", but the source " + request.source()
                            + " could not be deleted: " + e.getMessage(),
                    e);
        }
        if (ran) {
            start(context, request.target());
        }
    }

    private static void stop(Context context, Target instance) throws IOException {
        try {
            change(context, instance, new InstanceStatePut("stop", SHUTDOWN_SECONDS, false, false), "Stopping ");
        } catch (OperationFailedException e) {
            change(context, instance, new InstanceStatePut("stop", -1, true, false), "Stopping ");
        }
    }

    private static void start(Context context, Target instance) throws IOException {
        change(context, instance, new InstanceStatePut("start", -1, false, false), "Starting ");
    }

    private static void change(Context context, Target instance, InstanceStatePut wanted, String label)
            throws IOException {
        context.run(
                context.server(instance),
                "PUT",
                ApiPath.instance(instance.name()) + "/state",
                wanted,
                label + instance);
    }
}
