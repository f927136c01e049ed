package io.gantry.cli.file;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.terminal.Editor;
import io.gantry.cli.terminal.Terminal;
import io.gantry.client.instance.FileAttributes;
import io.gantry.client.instance.InstanceFile;
import io.gantry.client.instance.InstanceFiles;
import io.gantry.client.server.Connection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Changes a file of an instance in the user's editor, or replaces its content by standard input. */
public final class FileEdit implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]<instance>/<path>";
    }

    @Override
    public String description() {
        return "Edit files in instances";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(1, 1);
        Context context = invocation.context();
        InstancePath path = InstancePath.parse(context, invocation.argument(0));
        if (!context.terminal().isTerminal(Terminal.Stream.INPUT)) {
            write(context, path, context.terminal().in());
            return 0;
        }
        String name = path.name();
        int dot = name.lastIndexOf('.');
        Path copy = Files.createTempFile("lxd_file_edit_", dot < 0 ? "" : name.substring(dot));
        try {
            read(context, path, copy);
            new Editor(context.terminal(), context.environment()).edit(copy);
            try (InputStream in = Files.newInputStream(copy)) {
                write(context, path, in);
            }
        } finally {
            Files.deleteIfExists(copy);
        }
        return 0;
    }

    private static void read(Context context, InstancePath path, Path copy) throws IOException {
        try (InstanceFile file = path.open(context)) {
            if (!file.type().equals("file")) {
                throw new CommandFailure(path + " is a " + file.type() + ", not a file");
            }
            try (OutputStream out = Files.newOutputStream(copy)) {
                file.content().transferTo(out);
            }
        }
    }

    /** Owner and mode stay as they are. */
    private static void write(Context context, InstancePath path, InputStream content) throws IOException {
        path.files(context)
                .write(
                        path.path(),
                        InstanceFiles.Type.FILE,
                        FileAttributes.KEPT,
                        new Connection.Body.Stream("application/octet-stream", content, -1));
    }
}
