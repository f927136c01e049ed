package io.gantry.cli.profile;

import io.gantry.api.ProfilesPost;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.server.Target;
import io.gantry.client.profile.Profiles;
import java.io.IOException;
import java.util.Map;

/** Creates an empty profile. */
public final class ProfileCreate implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]<profile>";
    }

    @Override
    public String description() {
        return "Create profiles";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(1, 1);
        Target target = invocation.namedTarget(0, "profile");
        new Profiles(invocation.context().server(target))
                .create(new ProfilesPost(Map.of(), "", Map.of(), target.name()));
        invocation.context().report("Profile " + target.name() + " created");
        return 0;
    }
}
