package io.gantry.e2e;

import io.gantry.e2e.fixture.BusyboxImage;
import io.gantry.e2e.fixture.Client;
import io.gantry.e2e.fixture.Daemon;
import io.gantry.e2e.fixture.Host;
import io.gantry.e2e.fixture.Project;
import io.gantry.e2e.fixture.TwoHosts;
import io.gantry.system.attach.ContainerAttach;
import io.gantry.system.attach.ContainerExec;
import io.gantry.system.attach.ContainerExecContract;
import io.gantry.system.command.Command;
import io.gantry.system.command.CommandOutput;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.command.ErrorStream;
import io.gantry.system.command.ProcessCommandRunner;
import io.gantry.system.command.RunningCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Programs in a real container keep the contract that the fake keeps. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the container is made once for all tests of the class
class ContainerExecTest extends ContainerExecContract {
    private TwoHosts hosts;
    private Daemon daemon;
    private ContainerExec exec;

    @BeforeAll
    void start() {
        hosts = new TwoHosts();
        Host host = hosts.first();
        daemon = host.startGantry();
        Client user = host.client();
        user.lxc("storage", "create", "pool", "dir");
        user.lxc("profile", "device", "add", "default", "root", "disk", "path=/", "pool=pool");
        Path image = BusyboxImage.writeTo(hosts.scratch().folder());
        user.lxc("image", "import", image.toString(), "--alias", "bb");
        user.lxc("launch", "bb", "c1");
        exec = new ContainerAttach(
                new InNamespace(host.namespace(), new ProcessCommandRunner()),
                Project.program("lxd")
                        .resolveSibling("../lib/native/gantry-attach")
                        .normalize(),
                daemon.lxdDir().resolve("containers"),
                container -> daemon.lxdDir().resolve("logs").resolve(container).resolve("lxc.conf"));
    }

    @AfterAll
    void stop() {
        daemon.close();
        hosts.close();
    }

    @Override
    protected ContainerExec exec() {
        return exec;
    }

    @Override
    protected String container() {
        return "c1";
    }

    /** Starts programs in the network namespace of a host, as its daemon does: liblxc finds only its own containers. */
    private record InNamespace(String namespace, CommandRunner runner) implements CommandRunner {
        @Override
        public CommandOutput run(Command command) {
            return runner.run(command);
        }

        @Override
        public RunningCommand start(Command command, ErrorStream errors) {
            var words = new ArrayList<>(List.of("--net=/run/netns/" + namespace, command.program()));
            words.addAll(command.arguments());
            return runner.start(Command.of("nsenter", words).unlimited(), errors);
        }
    }
}
