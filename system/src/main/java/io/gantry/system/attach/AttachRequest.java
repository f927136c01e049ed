package io.gantry.system.attach;

import java.util.List;
import java.util.Map;

/**
 * A program to run in a running container.
 *
 * @param container its name for liblxc
 * @param user the user id inside
 * @param group the group id inside
 * @param directory inside; {@code /} where it does not exist there
 * @param environment all that the program sees, but for {@code container=lxc}
 * @param command the program, looked up in the container's PATH, and its arguments; not empty
 */
public record AttachRequest(
        String container,
        long user,
        long group,
        String directory,
        Map<String, String> environment,
        List<String> command) {
    public AttachRequest {
        environment = Map.copyOf(environment);
        command = List.copyOf(command);
    }
}
