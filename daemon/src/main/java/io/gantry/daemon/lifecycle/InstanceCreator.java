package io.gantry.daemon.lifecycle;

import io.gantry.api.InstanceSource;
import io.gantry.api.InstancesPost;
import io.gantry.api.Operation;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.image.store.ImageReference;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceMigration;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceRuntime;
import io.gantry.daemon.instance.InstanceSettings;
import io.gantry.daemon.instance.LeftOut;
import io.gantry.daemon.instance.PetNames;
import io.gantry.daemon.instance.ReadInstance;
import io.gantry.daemon.instance.SnapshotKey;
import io.gantry.daemon.instance.SnapshotRecord;
import io.gantry.daemon.instance.SourceKey;
import io.gantry.daemon.instance.UnderstoodConfig;
import io.gantry.daemon.intent.Intents.Intent;
import io.gantry.daemon.operation.OperationContext;
import io.gantry.daemon.operation.OperationPlan;
import io.gantry.daemon.template.PendingTemplates;
import io.gantry.daemon.template.TemplateTrigger;
import io.gantry.storage.MountedVolume;
import io.gantry.storage.StorageDriver;
import io.gantry.storage.Volume;
import io.gantry.storage.tree.PoolCopy;
import io.gantry.system.rollback.Rollback;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Makes instances: from an image, as a copy, from another daemon, or empty. Safe for use by many threads. */
public final class InstanceCreator {
    private static final String INTENT = "create-instance";

    private final InstanceTools tools;
    private final InstanceRuntime runtime;
    private final InstanceRefresher refresher;
    private final RefreshFollowUps followUps;
    private final NewInstance newInstance;
    private final PetNames names;
    private final ImageInstance images;
    private final InstanceMigration migration;
    private final PoolCopy betweenPools;

    public InstanceCreator(
            InstanceTools tools,
            InstanceRuntime runtime,
            RefreshFollowUps followUps,
            InterfaceDefaults interfaces,
            NewInstance.HostDevices host,
            PetNames names,
            ImageInstance images,
            InstanceMigration migration,
            PoolCopy betweenPools) {
        this.tools = tools;
        this.runtime = runtime;
        this.refresher = new InstanceRefresher(tools, runtime);
        this.followUps = followUps;
        this.newInstance = new NewInstance(tools.instances(), interfaces, host, tools.hostRules());
        this.names = names;
        this.images = images;
        this.migration = migration;
        this.betweenPools = betweenPools;
        tools.intents().onStart(INTENT, facts -> remove(fact(facts, "pool"), key(facts)));
    }

    /** Fills the volume of a new instance, whose record is there already. */
    @FunctionalInterface
    interface Filling {
        /** @param whenWhole is called where the instance must not be undone any more, before the filling ends */
        void fill(InstanceRecord instance, OperationContext context, Runnable whenWhole) throws Exception;
    }

    /**
     * Starts making an instance in the background. What is wrong with the request is said at once.
     *
     * @throws DaemonException INVALID_REQUEST, NOT_FOUND or CONFLICT naming what is wrong
     */
    public Operation create(String project, InstancesPost request) {
        InstanceSource source = request.source();
        if (source == null) {
            throw DaemonException.invalid("the source of the instance is missing: image, copy, migration or none");
        }
        if (source.type().equals("copy")
                && (source.source() == null || source.source().isEmpty())) {
            throw DaemonException.invalid("Must specify a source instance: the source of the copy names none");
        }
        String name = request.name().isEmpty() ? freeName(project) : request.name();
        var key = new InstanceKey(project, name);
        if (source.refresh() && isTaken(key)) {
            return refresh(key, request, source);
        }
        requireFree(key);
        return switch (source.type()) {
            case "image" -> fromImage(key, request, source);
            case "copy" -> asCopy(key, request, source);
            case "migration" -> fromPeer(key, request, source);
            case "none" -> start(record(key, request, Optional.empty()), "Creating instance", this::leaveEmpty);
            default ->
                throw DaemonException.invalid(
                        "Unknown source type " + source.type() + ": it is image, copy, migration or none");
        };
    }

    private String freeName(String project) {
        while (true) {
            String name = names.next();
            if (!isTaken(new InstanceKey(project, name))) {
                return name;
            }
        }
    }

    private void requireFree(InstanceKey key) {
        if (isTaken(key)) {
            throw DaemonException.conflict("Instance \"" + key + "\" already exists");
        }
    }

    private boolean isTaken(InstanceKey key) {
        return tools.database()
                .inTransaction(connection -> tools.store().find(connection, key))
                .isPresent();
    }

    private InstanceRecord record(InstanceKey key, InstancesPost request, Optional<InstanceSettings> source) {
        return newInstance.record(key, request, source, tools.clock().instant());
    }

    private Operation fromImage(InstanceKey key, InstancesPost request, InstanceSource source) {
        ImageReference reference = ImageReference.of(key.project(), source);
        InstanceRecord record = record(key, images.completed(request, reference), Optional.empty());
        return start(record, "Creating instance", (instance, context, _) -> images.fill(instance, reference, context));
    }

    /** The root directory is there, so that files can be put into it. */
    private void leaveEmpty(InstanceRecord instance, OperationContext context, Runnable whenWhole) throws IOException {
        StorageDriver driver = tools.volumes().driver(instance.pool());
        driver.create(InstanceVolumes.of(instance));
        try (MountedVolume volume = driver.mount(InstanceVolumes.of(instance))) {
            Files.createDirectory(volume.path().resolve("rootfs"));
        }
    }

    private Operation fromPeer(InstanceKey key, InstancesPost request, InstanceSource source) {
        requireFilesOnly(key, source);
        UnderstoodConfig understood = UnderstoodConfig.of(request.config(), request.devices());
        LeftOut leftOut = leftOut(key, source, understood);
        InstancesPost known = request.with(understood.config(), understood.devices());
        InstanceRecord bare = record(key, new ReceivedRootDisk(tools).placed(key, known), Optional.empty());
        InstanceRecord record = bare.withConfig(PendingTemplates.added(bare.config(), TemplateTrigger.COPY));
        tools.volumes().driver(record.pool());
        return receive(plan(record, "Creating instance"), source, null, leftOut, (filling, context) -> {
            create(record, filling, context);
            expectFollowUp(key, request, source);
        });
    }

    /** Where there is nothing to refresh yet, the copy is new, and the same follows. */
    private void expectFollowUp(InstanceKey key, InstancesPost request, InstanceSource source) {
        if (source.refresh()) {
            followUps.expect(key, request);
        }
    }

    private static LeftOut leftOut(InstanceKey key, InstanceSource source, UnderstoodConfig understood) {
        var leftOut = new LeftOut(source.strict());
        leftOut.add(key.name(), understood.leftOut());
        return leftOut;
    }

    /**
     * A source that offers running processes too waits for all of its channels, and would hear only then that nobody
     * takes them.
     */
    private static void requireFilesOnly(InstanceKey key, InstanceSource source) {
        if (source.live() || source.secrets().containsKey(InstanceMigration.PROCESSES)) {
            throw DaemonException.notSupported(
                    "the source of " + key
                            + " is running, and its processes cannot be taken over: stop it first, or copy it with --stateless");
        }
    }

    /** What is done with a volume that is filled from another daemon. */
    @FunctionalInterface
    private interface Making {
        void make(Filling filling, OperationContext context) throws Exception;
    }

    private Operation receive(
            OperationPlan plan,
            InstanceSource source,
            @Nullable InstanceRecord existing,
            LeftOut leftOut,
            Making making) {
        String mode = source.mode() == null || source.mode().isEmpty() ? "pull" : source.mode();
        return switch (mode) {
            case "pull" ->
                tools.operations()
                        .start(
                                plan,
                                context -> making.make(
                                        (instance, _, whenWhole) -> migration.fetch(
                                                instance, existing, source, leftOut, context, whenWhole),
                                        context));
            case "push" ->
                tools.operations()
                        .offer(
                                plan,
                                InstanceMigration.CHANNELS,
                                (context, channels) -> making.make(
                                        (instance, _, whenWhole) -> migration.receive(
                                                instance, existing, source, channels, leftOut, context, whenWhole),
                                        context));
            default -> throw DaemonException.invalid("Unknown mode " + mode + " of a migration: it is pull or push");
        };
    }

    private Operation refresh(InstanceKey key, InstancesPost request, InstanceSource source) {
        InstanceRecord existing = refresher.requireRefreshable(key);
        OperationPlan plan = plan(existing, "Refreshing instance");
        return switch (source.type()) {
            case "copy" ->
                readLocally(
                        key,
                        source,
                        (reading, copy) -> tools.operations().start(plan, context -> {
                            try (reading) {
                                refresher.refresh(key, source, (instance, _, _) -> copy.fill(instance), context);
                                expectFollowUp(key, request, source);
                            }
                        }));
            case "migration" -> {
                requireFilesOnly(key, source);
                UnderstoodConfig understood = UnderstoodConfig.of(request.config(), request.devices());
                yield receive(plan, source, existing, leftOut(key, source, understood), (filling, context) -> {
                    refresher.refresh(key, source, filling, context);
                    expectFollowUp(key, request, source);
                });
            }
            default ->
                throw DaemonException.invalid(
                        "Only copies can be refreshed: the source is a copy or a migration, and not " + source.type());
        };
    }

    private Operation asCopy(InstanceKey key, InstancesPost request, InstanceSource source) {
        return readLocally(key, source, (reading, copy) -> {
            InstanceRecord record = record(key, request, Optional.of(copy.settings()));
            return tools.operations().start(plan(record, "Creating instance"), context -> {
                try (reading) {
                    create(record, (instance, _, _) -> copy.fill(instance), context);
                    expectFollowUp(key, request, source);
                }
            });
        });
    }

    /** What is done with an instance of this daemon while it is read; closes the reading when it is done. */
    @FunctionalInterface
    private interface Copying {
        Operation start(ReadInstance reading, LocalCopy copy);
    }

    private Operation readLocally(InstanceKey key, InstanceSource source, Copying copying) {
        SourceKey from = SourceKey.parse(key.project(), source.source() == null ? "" : source.source());
        ReadInstance reading = ReadInstance.begin(tools.instances(), runtime, tools.locks(), from);
        try {
            boolean isAlone = from instanceof SnapshotKey || source.instanceOnly() || source.containerOnly();
            List<SnapshotRecord> snapshots =
                    isAlone ? List.of() : tools.instances().snapshots(from.instance());
            InstanceRecord original = reading.instance().record();
            return copying.start(reading, new LocalCopy(tools, betweenPools, original, reading.chosen(), snapshots));
        } catch (RuntimeException e) {
            reading.close();
            throw e;
        }
    }

    private Operation start(InstanceRecord record, String description, Filling filling) {
        return tools.operations().start(plan(record, description), context -> create(record, filling, context));
    }

    private static OperationPlan plan(InstanceRecord record, String description) {
        return OperationPlan.onInstance(description, record.key().name()).cancellable();
    }

    private void create(InstanceRecord record, Filling filling, OperationContext context) throws Exception {
        InstanceKey key = record.key();
        try (var _ = tools.locks().acquire(key, "create");
                var rollback = new Rollback()) {
            requireFree(key);
            // A pool that is not available is in the way of undoing too: it is found out before anything is made.
            tools.volumes().driver(record.pool());
            Intent intent = tools.intents()
                    .begin(INTENT, Map.of("pool", record.pool(), "project", key.project(), "name", key.name()));
            rollback.add("end the intent", intent::end);
            rollback.add("remove " + key, () -> remove(record.pool(), key));
            tools.ids()
                    .allot(
                            tools.instances().expand(record),
                            complete -> tools.database()
                                    .change(connection -> tools.store().insert(connection, complete)));
            var isWhole = new AtomicBoolean();
            Runnable whole = () -> {
                if (isWhole.compareAndSet(false, true)) {
                    tools.volumes().link(record.pool(), key);
                    intent.end();
                    rollback.keep();
                }
            };
            filling.fill(record, context, whole);
            RootDiskSize.limit(
                    tools,
                    InstanceVolumes.of(record),
                    tools.instances().find(key).devices());
            whole.run();
        }
        tools.events().lifecycle("instance-created", key.url(), Map.of());
    }

    private void remove(String pool, InstanceKey key) {
        tools.volumes().unlink(key);
        Volume volume = InstanceVolumes.of(pool, key);
        tools.volumes().driver(pool).delete(volume);
        tools.database().change(connection -> tools.store().delete(connection, key));
    }

    private static InstanceKey key(Map<String, String> facts) {
        return new InstanceKey(fact(facts, "project"), fact(facts, "name"));
    }

    private static String fact(Map<String, String> facts, String name) {
        return facts.getOrDefault(name, "");
    }
}
