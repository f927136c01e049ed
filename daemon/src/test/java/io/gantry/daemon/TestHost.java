package io.gantry.daemon;

import io.gantry.client.certificate.Identity;
import io.gantry.client.certificate.Identity.Role;
import io.gantry.daemon.core.DaemonCore;
import io.gantry.daemon.core.FakeClock;
import io.gantry.daemon.core.HarmlessCommands;
import io.gantry.daemon.core.Surroundings;
import io.gantry.daemon.database.Database;
import io.gantry.daemon.database.RecordedDatabase;
import io.gantry.daemon.database.SqliteDatabase;
import io.gantry.daemon.instance.FakeContainers;
import io.gantry.daemon.instance.FakeEngine;
import io.gantry.daemon.instance.InstanceEngine;
import io.gantry.daemon.instance.InstanceLocks;
import io.gantry.daemon.instance.InstanceNetworks;
import io.gantry.daemon.instance.Instances;
import io.gantry.daemon.log.Log;
import io.gantry.daemon.pool.StoragePools;
import io.gantry.storage.PoolDriver;
import io.gantry.storage.StoragePaths;
import io.gantry.storage.fake.FakePoolDriver;
import io.gantry.system.attach.AttachRequest;
import io.gantry.system.attach.Attached;
import io.gantry.system.attach.AttachedProgram;
import io.gantry.system.attach.AttachedTerminal;
import io.gantry.system.attach.ContainerExec;
import io.gantry.system.attach.WindowSize;
import io.gantry.system.effect.Effects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.slf4j.event.Level;

/**
 * A host without a kernel of its own: directories, fake containers, a clock that stands still. Daemons come and go on it,
 * one at a time, and find what the one before has left.
 */
public final class TestHost {
    private final Path directory;
    private final FakeClock clock = new FakeClock();
    private final HarmlessCommands commands = new HarmlessCommands();
    private FakeContainers containers = new FakeContainers();

    /** @param directory is made by the first daemon; its path has to fit into that of a socket */
    public TestHost(Path directory) {
        this.directory = directory;
    }

    public Path directory() {
        return directory;
    }

    public FakeClock clock() {
        return clock;
    }

    public HarmlessCommands commands() {
        return commands;
    }

    public FakeContainers containers() {
        return containers;
    }

    /** What runs from now on. */
    void runs(FakeContainers others) {
        containers = others;
    }

    /** Starts a daemon on this host; it serves its API when this returns. */
    public TestDaemon start() throws Exception {
        for (String folder : List.of("containers", "storage-pools", "snapshots")) {
            Files.createDirectories(directory.resolve(folder));
        }
        ServerIdentity.copyTo(directory);
        // What tests let fail is logged as warnings, with all that led to it.
        Log.ofProgram().open(System.err, Level.ERROR);
        var effects = new Effects();
        var daemon = new Daemon(new DaemonOptions(directory, Optional.empty()), new Fakes(effects), () -> {});
        daemon.start();
        return new TestDaemon(this, daemon, effects);
    }

    /** Making a key takes longer than starting a daemon. */
    private static final class ServerIdentity {
        private static final Path FOLDER = make();

        private static Path make() {
            try {
                Path folder = Files.createTempDirectory("identity");
                var _ = Identity.readOrMake(folder.resolve("server.crt"), folder.resolve("server.key"), Role.SERVER);
                folder.toFile().deleteOnExit();
                return folder;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        static void copyTo(Path directory) throws IOException {
            for (String file : List.of("server.crt", "server.key")) {
                if (Files.notExists(directory.resolve(file))) {
                    Files.copy(FOLDER.resolve(file), directory.resolve(file));
                }
            }
        }
    }

    private final class Fakes implements Platform {
        private final Effects effects;

        Fakes(Effects effects) {
            this.effects = effects;
        }

        @Override
        public Surroundings surroundings() {
            return new Surroundings(commands, clock, new Random(1));
        }

        @Override
        public Database openDatabase(Path file) {
            return new RecordedDatabase(SqliteDatabase.open(file), effects);
        }

        /** Two, so that what goes from one pool to another can be told from what stays. */
        @Override
        public List<PoolDriver> poolDrivers(StoragePaths paths) {
            return List.of(new FakePoolDriver("dir", paths, effects), new FakePoolDriver("btrfs", paths, effects));
        }

        @Override
        public InstanceEngine engine(
                DaemonCore core,
                Instances instances,
                InstanceLocks locks,
                StoragePools pools,
                InstanceNetworks networks) {
            return new FakeEngine(instances, containers, effects);
        }

        @Override
        public ContainerExec containerExec(Path daemonDirectory) {
            return new NoPrograms();
        }
    }

    /** There is nothing that could be run in a container that is an entry in a map. */
    private static final class NoPrograms implements ContainerExec {
        @Override
        public AttachedProgram withPipes(AttachRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public AttachedTerminal onTerminal(AttachRequest request, WindowSize size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Attached toFiles(AttachRequest request, Path output, Path errors) {
            throw new UnsupportedOperationException();
        }
    }
}
