package io.gantry.daemon.instance;

import io.gantry.daemon.operation.OperationContext;
import io.gantry.daemon.operation.Operations.Channels;
import java.util.List;

/** An instance that another daemon offers. What is wrong with the offer was said when this was made. */
public interface IncomingInstance {
    /** The channels to which the source connects here; none where this daemon connects to the source. */
    List<String> channels();

    /**
     * Receives the volume, and the snapshots with their records. The caller holds the instance's lock, has written its
     * intent, and undoes everything when this throws. The target is committed before the source hears of its success,
     * since the source may be deleted from then on.
     *
     * @param leftOut gets what the snapshots have and this server does not know
     * @param channels those of the operation; not used where this daemon connects
     */
    void receive(FillTarget target, LeftOut leftOut, OperationContext context, Channels channels) throws Exception;
}
