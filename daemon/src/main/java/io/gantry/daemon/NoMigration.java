package io.gantry.daemon;

import io.gantry.api.InstancePost;
import io.gantry.api.InstanceSource;
import io.gantry.api.Operation;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceMigration;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.operation.OperationContext;
import java.util.Optional;

/** A daemon whose instances do not travel. */
final class NoMigration implements InstanceMigration {
    @Override
    public Operation offer(InstanceKey instance, Optional<String> snapshot, InstancePost request) {
        throw unsupported();
    }

    @Override
    public void receive(InstanceRecord instance, InstanceSource source, OperationContext context, Runnable whenWhole) {
        throw unsupported();
    }

    private static DaemonException unsupported() {
        return DaemonException.notSupported("instances cannot be copied between servers here");
    }
}
