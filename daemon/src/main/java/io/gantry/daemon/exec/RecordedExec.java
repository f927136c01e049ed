package io.gantry.daemon.exec;

import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.operation.OperationContext;
import io.gantry.system.attach.AttachRequest;
import io.gantry.system.attach.AttachedProgram;
import io.gantry.system.attach.ContainerAttach;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A program without channels. Its output is recorded in the instance's logs, where clients fetch and delete it,
 * or thrown away.
 */
record RecordedExec(ContainerAttach attach, AttachRequest request, Path logs, InstanceKey key, boolean isRecorded) {

    void run(OperationContext context) throws IOException, InterruptedException {
        Map<String, Object> metadata = new HashMap<>();
        try (OutputStream output = destination(context, "stdout", "1", metadata);
                OutputStream errors = destination(context, "stderr", "2", metadata);
                AttachedProgram program = attach.withPipes(request)) {
            program.input().close();
            Thread outputThread = copy(program.output(), output);
            Thread errorThread = copy(program.errors(), errors);
            metadata.put("return", program.waitFor());
            outputThread.join();
            errorThread.join();
        }
        context.publish(metadata);
    }

    private OutputStream destination(
            OperationContext context, String stream, String number, Map<String, Object> metadata) throws IOException {
        if (!isRecorded) {
            return OutputStream.nullOutputStream();
        }
        String name = "exec_" + context.id() + "." + stream;
        Files.createDirectories(logs);
        Map<String, Object> urls = new HashMap<>();
        if (metadata.get("output") instanceof Map<?, ?> known) {
            known.forEach((fd, url) -> urls.put((String) fd, url));
        }
        urls.put(number, key.url() + "/logs/" + name);
        metadata.put("output", urls);
        return Files.newOutputStream(logs.resolve(name));
    }

    private static Thread copy(InputStream from, OutputStream to) {
        return Thread.ofVirtual().name("exec recording").start(() -> {
            try {
                from.transferTo(to);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot record the output of a command", e);
            }
        });
    }
}
