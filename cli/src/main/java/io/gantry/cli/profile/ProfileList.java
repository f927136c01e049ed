package io.gantry.cli.profile;

import io.gantry.cli.command.ServerList;
import io.gantry.client.profile.Profiles;
import io.gantry.client.server.ApiServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Lists the profiles of a server. */
public final class ProfileList extends ServerList {
    public ProfileList() {
        super("List profiles");
    }

    @Override
    protected List<?> trees(ApiServer server) throws IOException {
        return new Profiles(server).trees();
    }

    @Override
    protected List<String> header() {
        return List.of("NAME", "DESCRIPTION", "USED BY");
    }

    @Override
    protected List<String> row(Map<?, ?> tree) {
        return List.of(text(tree, "name"), text(tree, "description"), count(tree, "used_by"));
    }
}
