package io.gantry.cli.config;

import io.gantry.client.image.Images;
import io.gantry.client.instance.Instances;
import io.gantry.client.network.Networks;
import io.gantry.client.profile.Profiles;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.Configured;
import io.gantry.client.server.ServerSettings;
import io.gantry.client.storage.StoragePools;
import io.gantry.client.trust.Certificates;
import java.io.IOException;
import java.util.List;

/**
 * A kind of thing that has configuration: where it is in the API, what of it is shown, and what of it can be written.
 * The fields are in the order in which LXD's client shows them.
 */
public enum ResourceKind {
    INSTANCE(
            "instance",
            "config",
            "architecture config devices ephemeral profiles stateful description",
            "architecture config devices ephemeral profiles stateful description"),
    SNAPSHOT(
            "snapshot",
            "config",
            "expires_at architecture config created_at devices ephemeral expanded_config expanded_devices last_used_at name profiles stateful size",
            "expires_at"),
    SERVER("server", "config", "config", "config"),
    PROFILE("profile", "config", "config description devices name used_by", "config description devices"),
    POOL("storage pool", "config", "config description name driver used_by status locations", "config description"),
    NETWORK("network", "config", "config description name type used_by managed status locations", "config description"),
    IMAGE(
            "image",
            "properties",
            "auto_update properties public expires_at profiles",
            "auto_update properties public expires_at profiles"),
    CERTIFICATE(
            "certificate",
            "",
            "name type restricted projects certificate fingerprint",
            "name type restricted projects certificate");

    private final String noun;
    private final String keys;
    private final String shown;
    private final String written;

    ResourceKind(String noun, String keys, String shown, String written) {
        this.noun = noun;
        this.keys = keys;
        this.shown = shown;
        this.written = written;
    }

    /** What users call it. */
    public String noun() {
        return noun;
    }

    /** The noun at the beginning of a sentence. */
    String title() {
        return Character.toUpperCase(noun.charAt(0)) + noun.substring(1);
    }

    /** How the help names one. */
    String placeholder() {
        return this == POOL ? "<pool>" : this == SERVER ? "" : "<" + noun + ">";
    }

    /** The field that holds its keys and values. */
    String keysField() {
        return keys;
    }

    List<String> shownFields() {
        return List.of(shown.split(" ", -1));
    }

    List<String> writtenFields() {
        return List.of(written.split(" ", -1));
    }

    /** The things of this kind at a server. */
    Configured at(ApiServer server) {
        return switch (this) {
            case INSTANCE, SNAPSHOT -> new Instances(server);
            case SERVER -> new ServerSettings(server);
            case PROFILE -> new Profiles(server);
            case POOL -> new StoragePools(server);
            case NETWORK -> new Networks(server);
            case IMAGE -> new Images(server);
            case CERTIFICATE -> new Certificates(server);
        };
    }

    /** Deletes one at once; only kinds that a server deletes so have this command. */
    void delete(ApiServer server, String name) throws IOException {
        switch (this) {
            case PROFILE -> new Profiles(server).delete(name);
            case POOL -> new StoragePools(server).delete(name);
            case NETWORK -> new Networks(server).delete(name);
            default -> throw new IllegalStateException("a " + noun + " is deleted by a command of its own");
        }
    }

    /** Renames one at once; only kinds that a server renames so have this command. */
    void rename(ApiServer server, String name, String newName) throws IOException {
        switch (this) {
            case PROFILE -> new Profiles(server).rename(name, newName);
            case NETWORK -> new Networks(server).rename(name, newName);
            default -> throw new IllegalStateException("a " + noun + " is renamed by a command of its own");
        }
    }

    /** Explains the YAML that the editor shows. */
    String editorHeader() {
        return switch (this) {
            case INSTANCE, SNAPSHOT -> """
                ### This is a YAML representation of the configuration.
                ### Any line starting with a '# will be ignored.
                ###
                ### A sample configuration looks like:
                ### name: instance1
                ### profiles:
                ### - default
                ### config:
                ###   volatile.eth0.hwaddr: 00:16:3e:e9:f8:7f
                ### devices:
                ###   homedir:
                ###     path: /extra
                ###     source: /home/user
                ###     type: disk
                ### ephemeral: false
                ###
                ### Note that the name is shown but cannot be changed

                """;
            case SERVER -> "";
            default ->
                "### This is a YAML representation of the " + noun
                        + ".\n### Any line starting with a '# will be ignored.\n"
                        + (shownFields().contains("name")
                                ? "###\n### Note that the name is shown but cannot be changed\n"
                                : "")
                        + "\n";
        };
    }
}
