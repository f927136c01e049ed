package io.gantry.daemon.instance;

/** What identifies an instance. */
public record InstanceKey(String project, String name) {
    /** The URL path of the instance in the API. */
    public String url() {
        return "/1.0/instances/" + name;
    }

    @Override
    public String toString() {
        return name;
    }
}
