package io.gantry.daemon.lifecycle.creation;

import io.gantry.api.InstanceSource;
import io.gantry.api.InstancesPost;
import io.gantry.api.Operation;
import io.gantry.client.transport.MessageChannel;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceName;
import io.gantry.daemon.lifecycle.InstanceTools;
import io.gantry.daemon.lifecycle.RefreshFollowUps;
import io.gantry.daemon.operation.OperationPlan;
import java.time.Duration;
import java.util.List;

/**
 * Makes instances, and brings copies up to date: whatever the content, and whatever it goes into. Safe for use by many
 * threads.
 */
public final class InstanceCreator {
    private final InstanceTools tools;
    private final VolumeContents contents;
    private final NewInstance newInstance;
    private final PetNames names;
    private final RefreshFollowUps followUps;
    private final VolumeFill filling;

    public InstanceCreator(
            InstanceTools tools,
            VolumeContents contents,
            NewInstance newInstance,
            PetNames names,
            RefreshFollowUps followUps) {
        this.tools = tools;
        this.contents = contents;
        this.newInstance = newInstance;
        this.names = names;
        this.followUps = followUps;
        filling = new VolumeFill(tools);
    }

    /**
     * Starts making an instance in the background, or refreshing it where that is asked for and it is there. What is
     * wrong with the request is said at once, and nothing is written then.
     *
     * @throws DaemonException INVALID_REQUEST, NOT_FOUND or CONFLICT naming what is wrong
     */
    public Operation create(String project, InstancesPost request) {
        InstanceSource source = request.source();
        if (source == null) {
            throw DaemonException.invalid("the source of the instance is missing: image, copy, migration or none");
        }
        InstanceKey key = request.name().isEmpty()
                ? freeKey(project)
                : new InstanceKey(project, new InstanceName(request.name()).value());
        boolean isRefresh = source.refresh() && tools.isTaken(key);
        if (!isRefresh) {
            tools.requireFree(key);
        }
        VolumeContent content = contents.of(key, request, source);
        try {
            return isRefresh ? refresh(key, request, source, content) : make(key, request, source, content);
        } catch (RuntimeException e) {
            content.close();
            throw e;
        }
    }

    private InstanceKey freeKey(String project) {
        while (true) {
            var key = new InstanceKey(project, names.next());
            if (!tools.isTaken(key)) {
                return key;
            }
        }
    }

    private Operation make(InstanceKey key, InstancesPost request, InstanceSource source, VolumeContent content) {
        content.check();
        var act = new NewVolume(
                tools,
                newInstance.record(key, content.draft(request), tools.clock().instant()));
        tools.volumes().driver(act.pool());
        return start("Creating instance", act, content, () -> expectFollowUp(key, request, source));
    }

    private Operation refresh(InstanceKey key, InstancesPost request, InstanceSource source, VolumeContent content) {
        if (!content.canRefresh()) {
            throw DaemonException.invalid(
                    "Only copies can be refreshed: the source is a copy or a migration, and not " + source.type());
        }
        var act = new RefreshedVolume(tools, key, source);
        content.check();
        return start("Refreshing instance", act, content, () -> expectFollowUp(key, request, source));
    }

    /** Where there was nothing to refresh yet, the copy is new, and the same follows. */
    private void expectFollowUp(InstanceKey key, InstancesPost request, InstanceSource source) {
        if (source.refresh()) {
            followUps.expect(tools.instances().find(key).record(), request);
        }
    }

    private Operation start(String description, FillAct act, VolumeContent content, Runnable afterwards) {
        OperationPlan plan =
                OperationPlan.onInstance(description, act.key().name()).cancellable();
        List<String> channels = content.channels();
        return channels.isEmpty()
                ? tools.operations().start(plan, context -> {
                    fill(act, content, new Transfer(context, InstanceCreator::noChannel));
                    afterwards.run();
                })
                : tools.operations().offer(plan, channels, (context, offered) -> {
                    fill(act, content, new Transfer(context, offered));
                    afterwards.run();
                });
    }

    private static MessageChannel noChannel(String name, Duration limit) {
        throw new IllegalStateException("the operation has no channel " + name);
    }

    private void fill(FillAct act, VolumeContent content, Transfer transfer) throws Exception {
        try (content) {
            filling.run(act, content, transfer);
        }
    }
}
