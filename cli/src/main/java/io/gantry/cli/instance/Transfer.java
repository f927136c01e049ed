package io.gantry.cli.instance;

import io.gantry.api.Operation;
import io.gantry.cli.command.Context;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.failure.UsageException;
import io.gantry.client.instance.Instances;
import io.gantry.client.migration.ChannelNotTakenException;
import io.gantry.client.migration.InstanceTransfer;
import io.gantry.client.migration.SourceInstance;
import io.gantry.client.migration.TransferRequest;
import io.gantry.client.server.ApiException;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.LacksExtensionException;
import io.gantry.client.storage.StoragePools;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** Transfers what a line asks for, with all that can be said against it said before anything happens. */
final class Transfer {
    private final Context context;
    private final TransferLine line;
    private final TransferRequest request;
    private final ApiServer source;
    private final ApiServer target;

    Transfer(Context context, TransferLine line) throws IOException {
        this.context = context;
        this.line = line;
        this.request = line.request();
        this.source = context.server(line.source());
        this.target = context.server(line.target());
    }

    /** Does it, and gives the name of the new instance back. */
    String run() throws IOException {
        if (request.target().indexOf('/') >= 0) {
            throw new UsageException(
                    "a copy is an instance of its own, and no instance can be named \"" + request.target() + "\"");
        }
        if (!request.refresh()) {
            refuseTakenName();
        }
        requirePool();
        SourceInstance original = original();
        if (original.isRunning() && !request.stateless() && request.purpose() == TransferRequest.Purpose.MOVE) {
            throw new CommandFailure(
                    "The instance " + line.source() + " is running; stop it first, or move it with --stateless");
        }
        Operation done = transfer(original);
        return request.target().isEmpty() ? InstanceCreation.newName(done) : request.target();
    }

    private Operation transfer(SourceInstance original) throws IOException {
        try {
            return new InstanceTransfer(source, target, context::await, this::tellLeftOut).run(request, original);
        } catch (LacksExtensionException e) {
            throw new CommandFailure(
                    e.getMessage() + ", without which this transfer mode is impossible; use --mode=pull", e);
        } catch (ChannelNotTakenException e) {
            throw new CommandFailure(e.getMessage() + (request.stateless() ? "" : "; try --stateless"), e);
        }
    }

    private void tellLeftOut(List<String> parts) throws IOException {
        context.warn("Warning: " + target.remote() + " does not know all of " + line.source()
                + ", and this is left out (with --strict the copy is refused):\n"
                + parts.stream().map(part -> "  " + part).collect(Collectors.joining("\n")));
    }

    private SourceInstance original() throws IOException {
        String name = request.source();
        try {
            return SourceInstance.read(source, name);
        } catch (ApiException e) {
            if (e.isNotFound()) {
                throw new CommandFailure(
                        (name.indexOf('/') < 0 ? "Instance" : "Snapshot") + " not found: there is no \""
                                + name + "\" on " + source.remote() + ":; `lxc list " + source.remote()
                                + ":` shows the instances",
                        e);
            }
            throw e;
        }
    }

    /** @throws CommandFailure where the target has an instance of the wanted name */
    void refuseTakenName() throws IOException {
        if (!request.target().isEmpty() && new Instances(target).exists(request.target())) {
            throw new CommandFailure("An instance named \"" + request.target() + "\" already exists on "
                    + target.remote() + ":; choose another name or delete it first");
        }
    }

    /** A server that gets an instance may take another pool than one that it has not got; the user asked for this one. */
    private void requirePool() throws IOException {
        if (request.pool().isEmpty()) {
            return;
        }
        try {
            new StoragePools(target).read(request.pool());
        } catch (ApiException e) {
            if (e.isNotFound()) {
                throw new CommandFailure("Storage pool not found: there is no \"" + request.pool() + "\" on "
                        + target.remote() + ":; `lxc storage list " + target.remote() + ":` shows them");
            }
            throw e;
        }
    }
}
