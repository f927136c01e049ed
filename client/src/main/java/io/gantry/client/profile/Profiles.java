package io.gantry.client.profile;

import io.gantry.api.Profile;
import io.gantry.api.ProfilesPost;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.NamedObjects;
import java.io.IOException;

/** The profiles of a server. */
public final class Profiles extends NamedObjects<Profile> {
    public Profiles(ApiServer server) {
        super(server, "profiles", Profile.class);
    }

    public void create(ProfilesPost request) throws IOException {
        post(request);
    }

    public void rename(String name, String newName) throws IOException {
        postName(name, newName);
    }
}
