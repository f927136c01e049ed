package io.gantry.daemon.instance;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.operation.OperationContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What of a copied instance could not be taken over, as one operation tells it in its metadata: a list of texts under
 * {@value #METADATA}. Safe for use by many threads.
 */
public final class LeftOut {
    static final String METADATA = "left_out";

    private final List<String> parts = new ArrayList<>();
    private final boolean isStrict;

    /** @param isStrict whether nothing may be left out */
    public LeftOut(boolean isStrict) {
        this.isStrict = isStrict;
    }

    /**
     * Notes what is left out.
     *
     * @param owner whose it is, such as {@code c1/snap0}
     * @throws DaemonException INVALID_REQUEST naming all of it, where nothing may be left out
     */
    public synchronized void add(String owner, List<String> more) {
        if (isStrict && !more.isEmpty()) {
            throw DaemonException.invalid(
                    owner + " has what is not known here, and is to be copied strictly: " + String.join(", ", more));
        }
        more.forEach(part -> parts.add(owner + ": " + part));
    }

    /** Adds it to what clients see of the operation. */
    public synchronized void publish(OperationContext context) {
        if (!parts.isEmpty()) {
            context.publish(Map.of(METADATA, List.copyOf(parts)));
        }
    }
}
