package io.gantry.cli.profile;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.config.Resource;
import io.gantry.cli.config.ResourceKind;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.server.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Changes which profiles an instance has. */
public final class ProfileAssign implements Command {
    private final Change change;

    public ProfileAssign(Change change) {
        this.change = change;
    }

    /** What to do to the instance's list. */
    public enum Change {
        ADD,
        REMOVE,
        REPLACE
    }

    @Override
    public String arguments() {
        return "[<remote>:]<instance> " + (change == Change.REPLACE ? "<profiles>" : "<profile>");
    }

    @Override
    public String description() {
        return switch (change) {
            case ADD -> "Add profiles to instances";
            case REMOVE -> "Remove profiles from instances";
            case REPLACE -> """
                Assign sets of profiles to instances

                lxc profile assign foo default,bar
                    Set the profiles for "foo" to "default" and "bar".

                lxc profile assign foo ''
                    Remove all profiles from "foo".""";
        };
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(2, 2);
        Context context = invocation.context();
        Target target = invocation.namedTarget(0, "instance");
        String chosen = invocation.argument(1);
        Resource instance = Resource.read(context, ResourceKind.INSTANCE, target);
        var profiles = new ArrayList<String>();
        if (instance.field("profiles") instanceof List<?> list) {
            list.forEach(profile -> profiles.add(String.valueOf(profile)));
        }
        String done = switch (change) {
            case ADD -> {
                profiles.add(chosen);
                yield "Profile " + chosen + " added to " + target.name();
            }
            case REMOVE -> {
                if (!profiles.removeIf(chosen::equals)) {
                    throw new CommandFailure("Profile " + chosen + " isn't currently applied to " + target.name());
                }
                yield "Profile " + chosen + " removed from " + target.name();
            }
            case REPLACE -> {
                profiles.clear();
                if (!chosen.isEmpty()) {
                    profiles.addAll(List.of(chosen.split(",", -1)));
                }
                yield "Profiles " + (chosen.isEmpty() ? "(none)" : chosen) + " applied to " + target.name();
            }
        };
        instance.replace("profiles", profiles);
        instance.write();
        context.report(done);
        return 0;
    }
}
