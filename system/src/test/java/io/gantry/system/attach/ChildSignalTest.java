package io.gantry.system.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.system.command.Command;
import io.gantry.system.command.ErrorStream;
import io.gantry.system.command.ProcessCommandRunner;
import io.gantry.system.command.RunningCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ChildSignalTest {
    /** Has a child when it is told to, and answers how that ended. */
    private static final String HELPER =
            "read go; sleep 1000 & printf attached > /proc/$$/comm; wait $!; echo $?; exec sleep 1000";

    private static final int TERM = 15;
    private final ProcessCommandRunner runner = new ProcessCommandRunner();

    @Test
    void aSignalThatComesBeforeTheProgramReachesIt() throws IOException, InterruptedException {
        try (RunningCommand helper =
                runner.start(Command.of("/bin/sh", "-c", HELPER).unlimited(), ErrorStream.LIVE)) {
            Thread sender = senderThatWaits(helper);

            helper.input().write("go\n".getBytes(StandardCharsets.UTF_8));
            helper.input().flush();
            sender.join();

            assertThat(helper.output().readNBytes(4)).isEqualTo("143\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void theEndOfAHelperThatHadNoProgramEndsTheWait() throws InterruptedException {
        try (RunningCommand helper =
                runner.start(Command.of("/bin/sh", "-c", HELPER).unlimited(), ErrorStream.LIVE)) {
            Thread sender = senderThatWaits(helper);

            helper.kill();
            sender.join();
        }
    }

    private Thread senderThatWaits(RunningCommand helper) {
        var child = new ChildSignal(runner, helper.pid());
        Thread sender = Thread.ofPlatform().start(() -> child.send(TERM));
        while (sender.isAlive() && sender.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        assertThat(sender.isAlive()).isTrue();
        return sender;
    }
}
