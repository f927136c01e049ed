package io.gantry.daemon.instance;

/** What identifies a snapshot; as a text it is {@code c1/snap0}. */
public record SnapshotKey(InstanceKey instance, String name) implements SourceKey {
    /** The URL path of the snapshot in the API. */
    public String url() {
        return instance.url() + "/snapshots/" + name;
    }

    @Override
    public String toString() {
        return instance + "/" + name;
    }
}
