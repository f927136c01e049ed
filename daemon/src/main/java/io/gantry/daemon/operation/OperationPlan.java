package io.gantry.daemon.operation;

import java.util.List;
import java.util.Map;

/**
 * What a new operation is.
 *
 * @param description for people, such as {@code Creating instance}
 * @param resources URLs of what it works on, by kind: {@code instances -> [/1.0/instances/c1]}; LXD lists
 *     instances under {@code containers} too
 * @param mayCancel whether {@code DELETE} may interrupt it; the work then sees an interrupt
 * @param metadata what the metadata holds from the start; secrets are added
 * @param secretsUnder {@code fds} to put the secrets into a map of that name, empty for the top
 */
public record OperationPlan(
        String description,
        Map<String, List<String>> resources,
        boolean mayCancel,
        Map<String, Object> metadata,
        String secretsUnder) {
    public OperationPlan {
        resources = Map.copyOf(resources);
        metadata = Map.copyOf(metadata);
    }

    public OperationPlan(String description, Map<String, List<String>> resources) {
        this(description, resources, false, Map.of(), "");
    }

    public OperationPlan cancellable() {
        return new OperationPlan(description, resources, true, metadata, secretsUnder);
    }

    public OperationPlan withMetadata(Map<String, Object> more) {
        return new OperationPlan(description, resources, mayCancel, more, secretsUnder);
    }

    /** The plan of an operation on one instance. */
    public static OperationPlan onInstance(String description, String instance) {
        return new OperationPlan(
                description,
                Map.of(
                        "instances", List.of("/1.0/instances/" + instance),
                        "containers", List.of("/1.0/containers/" + instance)));
    }
}
