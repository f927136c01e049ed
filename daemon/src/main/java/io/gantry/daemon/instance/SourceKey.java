package io.gantry.daemon.instance;

/** What can be copied, sent or published: an instance, or one of its snapshots. */
public sealed interface SourceKey permits InstanceKey, SnapshotKey {
    /** The instance, or the one whose snapshot it is. */
    InstanceKey instance();

    /** @param text {@code c1}, or {@code c1/snap0} for a snapshot */
    static SourceKey parse(String project, String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? new InstanceKey(project, text)
                : new InstanceKey(project, text.substring(0, slash)).snapshot(text.substring(slash + 1));
    }
}
