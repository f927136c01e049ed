package io.gantry.daemon.migration;

import io.gantry.daemon.instance.FillTarget;
import io.gantry.daemon.instance.IncomingInstance;
import io.gantry.daemon.instance.LeftOut;
import io.gantry.daemon.operation.OperationContext;
import io.gantry.daemon.operation.Operations.Channels;
import java.util.List;

/** An instance that is fetched: this daemon connects to the operation of the source. */
record PulledInstance(PeerAddress source, Reception reception) implements IncomingInstance {
    @Override
    public List<String> channels() {
        return List.of();
    }

    @Override
    public void receive(FillTarget target, LeftOut leftOut, OperationContext context, Channels channels)
            throws Exception {
        try (var peer = new PeerOperation(source)) {
            reception.run(target, leftOut, context, (channel, _) -> peer.connect(channel));
        }
    }
}
