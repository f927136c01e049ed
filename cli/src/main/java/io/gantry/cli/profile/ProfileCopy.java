package io.gantry.cli.profile;

import io.gantry.api.Profile;
import io.gantry.api.ProfilesPost;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.server.Target;
import io.gantry.client.profile.Profiles;
import java.io.IOException;

/** Copies a profile to another name or server. */
public final class ProfileCopy implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]<profile> [<remote>:]<profile>";
    }

    @Override
    public String description() {
        return "Copy profiles";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(2, 2);
        Context context = invocation.context();
        Target source = invocation.namedTarget(0, "profile");
        Target named = invocation.target(1);
        Target target = named.name().isEmpty() ? new Target(named.remote(), source.name()) : named;
        Profile profile = new Profiles(context.server(source)).get(source.name());
        new Profiles(context.server(target))
                .create(new ProfilesPost(profile.config(), profile.description(), profile.devices(), target.name()));
        return 0;
    }
}
