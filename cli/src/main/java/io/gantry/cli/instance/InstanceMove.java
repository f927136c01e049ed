package io.gantry.cli.instance;

import io.gantry.api.InstancePost;
import io.gantry.api.InstanceStatePut;
import io.gantry.api.Operation;
import io.gantry.api.StatusCode;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.failure.UsageException;
import io.gantry.cli.server.Target;
import io.gantry.client.instance.Instances;
import io.gantry.client.migration.TransferRequest;
import io.gantry.client.server.ApiException;
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
        return TransferLine.options(TransferRequest.Purpose.MOVE);
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(1, 2);
        Context context = invocation.context();
        Target source = context.namedTarget(invocation.argument(0), "instance");
        Target named = context.target(invocation.argumentOr(1, source.toString()));
        Target target = named.name().isEmpty() ? new Target(named.remote(), source.name()) : named;
        TransferLine line = TransferLine.of(invocation, source, target, TransferRequest.Purpose.MOVE);
        boolean sameServer = source.remote().equals(target.remote());
        if (sameServer && !source.name().equals(target.name()) && !changesMoreThanTheName(line.request())) {
            InstanceRename.rename(context, source, target.name());
            return 0;
        }
        if (sameServer && source.name().equals(target.name())) {
            moveToPool(context, line);
            return 0;
        }
        if (source.name().indexOf('/') >= 0) {
            throw new UsageException("a snapshot stays with its instance; `lxc copy " + source + " " + named
                    + "` makes an instance of it");
        }
        moveAcross(context, line);
        return 0;
    }

    private static boolean changesMoreThanTheName(TransferRequest request) {
        return !request.pool().isEmpty()
                || !request.config().isEmpty()
                || !request.devices().isEmpty()
                || request.profiles() != null
                || request.instanceOnly();
    }

    private static void moveToPool(Context context, TransferLine line) throws IOException {
        TransferRequest request = line.request();
        if (request.pool().isEmpty()) {
            throw new UsageException("the instance " + line.source()
                    + " is there already; name another server, another name or another pool (--storage)");
        }
        ApiServer server = context.server(line.source());
        Operation moving = new Instances(server)
                .change(
                        request.source(),
                        InstancePost.offer()
                                .name(request.source())
                                .instanceOnly(request.instanceOnly())
                                .pool(request.pool())
                                .allowInconsistent(request.allowInconsistent())
                                .build());
        context.await(server, moving, "Moving to the pool " + request.pool());
    }

    /**
     * The source goes only when all of it is at the target. A running one is stopped before, so that nothing is written
     * to it that would stay behind, and runs again at the end wherever it is then.
     */
    private static void moveAcross(Context context, TransferLine line) throws IOException {
        ApiServer source = context.server(line.source());
        var instances = new Instances(source);
        boolean ran = line.request().stateless()
                && instances.get(line.source().name()).statusCode() == StatusCode.RUNNING.code();
        var transfer = new Transfer(context, line);
        transfer.refuseTakenName();
        if (ran) {
            stop(context, line.source());
        }
        try {
            transfer.run();
        } catch (IOException | RuntimeException e) {
            if (ran) {
                start(context, line.source());
            }
            throw e;
        }
        try {
            context.await(source, instances.delete(line.source().name()), "Deleting " + line.source());
        } catch (ApiException | OperationFailedException e) {
            throw new CommandFailure(
                    "The instance was copied to " + line.target() + ", but the source " + line.source()
                            + " could not be deleted: " + e.getMessage(),
                    e);
        }
        if (ran) {
            start(context, line.target());
        }
    }

    private static void stop(Context context, Target instance) throws IOException {
        try {
            change(context, instance, InstanceStatePut.stop(SHUTDOWN_SECONDS), "Stopping ");
        } catch (OperationFailedException e) {
            change(context, instance, InstanceStatePut.forced("stop"), "Stopping ");
        }
    }

    private static void start(Context context, Target instance) throws IOException {
        change(context, instance, InstanceStatePut.start(), "Starting ");
    }

    private static void change(Context context, Target instance, InstanceStatePut wanted, String label)
            throws IOException {
        ApiServer server = context.server(instance);
        context.await(server, new Instances(server).changeState(instance.name(), wanted), label + instance);
    }
}
