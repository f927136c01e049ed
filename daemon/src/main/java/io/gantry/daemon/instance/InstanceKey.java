package io.gantry.daemon.instance;

/** What identifies an instance. */
public record InstanceKey(String project, String name) implements SourceKey {
    @Override
    public InstanceKey instance() {
        return this;
    }

    /** One of the instance's snapshots; says nothing about whether there is one. */
    public SnapshotKey snapshot(String snapshot) {
        return new SnapshotKey(this, snapshot);
    }

    /** The URL path of the instance in the API. */
    public String url() {
        return "/1.0/instances/" + name;
    }

    @Override
    public String toString() {
        return name;
    }
}
