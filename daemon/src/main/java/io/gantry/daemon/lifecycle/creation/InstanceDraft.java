package io.gantry.daemon.lifecycle.creation;

import io.gantry.api.InstancesPost;
import io.gantry.daemon.instance.InstanceSettings;
import java.util.Optional;

/**
 * A new instance as it is asked for.
 *
 * @param request with what its content adds, and without what is not known here
 * @param original settings of the instance or snapshot that it is a copy of, for what the request leaves open
 */
record InstanceDraft(InstancesPost request, Optional<InstanceSettings> original) {
    InstanceDraft(InstancesPost request) {
        this(request, Optional.empty());
    }
}
