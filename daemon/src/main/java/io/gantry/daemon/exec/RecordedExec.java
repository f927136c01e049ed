package io.gantry.daemon.exec;

import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.operation.OperationContext;
import io.gantry.system.attach.AttachRequest;
import io.gantry.system.attach.Attached;
import io.gantry.system.attach.ContainerExec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A program without channels. Its output is recorded in the instance's logs, where clients fetch and delete it,
 * or thrown away. Ends with the program; what that left in the background goes on writing.
 */
record RecordedExec(ContainerExec attach, AttachRequest request, Path logs, InstanceKey key, boolean isRecorded) {
    private static final Path NOWHERE = Path.of("/dev/null");

    void run(OperationContext context) throws IOException {
        if (!isRecorded) {
            ExitStatus.tell(context, Map.of(), run(NOWHERE, NOWHERE));
            return;
        }
        String output = "exec_" + context.id() + ".stdout";
        String errors = "exec_" + context.id() + ".stderr";
        Files.createDirectories(logs);
        int status = run(logs.resolve(output), logs.resolve(errors));
        ExitStatus.tell(context, Map.of("output", Map.of("1", url(output), "2", url(errors))), status);
    }

    private int run(Path output, Path errors) {
        try (Attached program = attach.toFiles(request, output, errors)) {
            return program.waitFor();
        }
    }

    private String url(String log) {
        return key.url() + "/logs/" + log;
    }
}
