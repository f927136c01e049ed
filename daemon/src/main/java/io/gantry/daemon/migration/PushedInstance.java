package io.gantry.daemon.migration;

import io.gantry.daemon.instance.FillTarget;
import io.gantry.daemon.instance.IncomingInstance;
import io.gantry.daemon.instance.InstanceMigration;
import io.gantry.daemon.instance.LeftOut;
import io.gantry.daemon.operation.OperationContext;
import io.gantry.daemon.operation.Operations.Channels;
import java.util.List;

/** An instance that is brought: the source, or a client that relays, connects to the channels of an operation here. */
record PushedInstance(Reception reception) implements IncomingInstance {
    @Override
    public List<String> channels() {
        return InstanceMigration.CHANNELS;
    }

    @Override
    public void receive(FillTarget target, LeftOut leftOut, OperationContext context, Channels channels)
            throws Exception {
        reception.run(target, leftOut, context, channels);
    }
}
