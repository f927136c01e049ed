package io.gantry.cli.file;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Flags;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.failure.UsageException;
import io.gantry.cli.output.TransferProgress;
import io.gantry.client.instance.FileAttributes;
import io.gantry.client.instance.InstanceFile;
import io.gantry.client.instance.InstanceFiles;
import io.gantry.client.server.ApiException;
import io.gantry.client.server.Connection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/** Copies files into instances. */
public final class FilePush implements Command {
    private static final String STANDARD_INPUT = "-";
    private static final String NAME_OF_TYPED = "stdin";
    private static final int MODE_OF_TYPED = 0644;
    private static final int MODE_OF_FOLDERS = 0755;

    @Override
    public String arguments() {
        return "<source path>... [<remote>:]<instance>/<path>";
    }

    @Override
    public String description() {
        return """
                Push files into instances

                lxc file push /etc/hosts foo/etc/hosts
                    To push /etc/hosts into the instance "foo".

                A source of - is standard input. With --recursive, a folder is pushed under its own name, and
                of one that has none on the line, such as ., what is in it.""";
    }

    @Override
    public Options options() {
        return new Flags()
                .with("p", "create-dirs", "Create any directories necessary")
                .withValue("", "gid", "Set the file's gid on push")
                .withValue("", "mode", "Set the file's perms on push")
                .with("r", "recursive", "Recursively transfer files")
                .withValue("", "uid", "Set the file's uid on push")
                .build();
    }

    /** What the line says about owner and mode; null for as at the source. */
    private record GivenAttributes(
            @Nullable Integer uid,
            @Nullable Integer gid,
            @Nullable Integer mode) {
        static GivenAttributes of(Invocation invocation) {
            return new GivenAttributes(
                    invocation.has("uid") ? (Integer) (int) invocation.numberOr("uid", 0) : null,
                    invocation.has("gid") ? (Integer) (int) invocation.numberOr("gid", 0) : null,
                    mode(invocation.value("mode")));
        }

        private static @Nullable Integer mode(@Nullable String text) {
            if (text == null) {
                return null;
            }
            try {
                return Integer.parseInt(text.startsWith("0o") ? text.substring(2) : text, 8);
            } catch (NumberFormatException e) {
                throw new UsageException("--mode needs an octal number such as 0644, not \"" + text + "\"");
            }
        }

        FileAttributes over(FileAttributes source) {
            return new FileAttributes(
                    uid == null ? source.uid() : uid,
                    gid == null ? source.gid() : gid,
                    mode == null ? source.mode() : mode,
                    demanded());
        }

        private List<String> demanded() {
            var demanded = new ArrayList<String>();
            if (uid != null) {
                demanded.add("uid");
            }
            if (gid != null) {
                demanded.add("gid");
            }
            if (mode != null) {
                demanded.add("mode");
            }
            return demanded;
        }
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expectAtLeast(2);
        Context context = invocation.context();
        List<String> arguments = invocation.arguments();
        InstancePath target = InstancePath.parse(context, arguments.getLast());
        List<String> sources = arguments.subList(0, arguments.size() - 1);
        GivenAttributes given = GivenAttributes.of(invocation);
        boolean recursive = invocation.has("recursive");
        if (recursive && (given.uid() != null || given.gid() != null || given.mode() != null)) {
            throw new UsageException("Can't supply uid/gid/mode in recursive mode");
        }
        if (!recursive && sources.size() > 1 && !target.isFolder()) {
            throw new UsageException("Missing target directory: end " + arguments.getLast() + " with a slash");
        }
        try {
            if (invocation.has("create-dirs")) {
                createFolders(
                        context,
                        recursive || target.isFolder() ? target : target.parent(),
                        ofFolders(context, sources.getFirst(), recursive, given));
            }
            for (String source : sources) {
                if (source.equals(STANDARD_INPUT)) {
                    pushTyped(context, target, given);
                } else if (recursive) {
                    pushTree(context, existing(context.file(source).normalize()), targetOf(source, target));
                } else {
                    pushFile(context, existing(context.file(source)), target, given);
                }
            }
        } finally {
            context.progress().clear();
        }
        return 0;
    }

    /**
     * Where a tree goes: into the target under its own name. A folder that is named by its place only, such as
     * {@code .} or {@code ..}, has none: what is in it goes into the target.
     */
    private static InstancePath targetOf(String source, InstancePath target) {
        Path name = Path.of(source).normalize().getFileName();
        boolean hasName =
                name != null && !name.toString().isEmpty() && !name.toString().equals("..");
        return hasName ? target.resolve(name.toString()) : target;
    }

    /** What folders get that are made on the way: the owner of what is pushed, and of a folder its mode too. */
    private static FileAttributes ofFolders(Context context, String source, boolean recursive, GivenAttributes given)
            throws IOException {
        if (source.equals(STANDARD_INPUT)) {
            FileAttributes typed = given.over(typed(context));
            return new FileAttributes(typed.uid(), typed.gid(), MODE_OF_FOLDERS);
        }
        FileAttributes pushed = attributes(existing(context.file(source)));
        boolean isFolder = recursive && Files.isDirectory(context.file(source));
        return new FileAttributes(
                given.uid() == null ? pushed.uid() : given.uid(),
                given.gid() == null ? pushed.gid() : given.gid(),
                isFolder ? pushed.mode() : MODE_OF_FOLDERS);
    }

    private static Path existing(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(path.toString());
        }
        return path;
    }

    /** What is behind standard input says whose it is and who may use it, a file as well as a pipe. */
    private static FileAttributes typed(Context context) {
        return context.terminal()
                .inputStatus()
                .map(status -> new FileAttributes(status.uid(), status.gid(), status.mode()))
                .orElse(new FileAttributes(0, 0, MODE_OF_TYPED));
    }

    private static void pushTyped(Context context, InstancePath target, GivenAttributes given) throws IOException {
        write(
                context,
                target.isFolder() ? target.resolve(NAME_OF_TYPED) : target,
                InstanceFiles.Type.FILE,
                given.over(typed(context)),
                new Connection.Body.Stream(
                        "application/octet-stream", context.terminal().in(), -1));
    }

    private static void pushFile(Context context, Path source, InstancePath target, GivenAttributes given)
            throws IOException {
        if (Files.isDirectory(source)) {
            throw new CommandFailure("Can't push a directory without --recursive: " + source);
        }
        InstancePath file = target.isFolder() ? target.resolve(String.valueOf(source.getFileName())) : target;
        write(context, source, file, given.over(attributes(source)));
    }

    private static void write(Context context, Path source, InstancePath target, FileAttributes attributes)
            throws IOException {
        // The size of a pipe or of a file in /proc says nothing about what is in it.
        long size = Files.isRegularFile(source) ? Files.size(source) : 0;
        long length = size > 0 ? size : -1;
        context.log().info("Pushing " + source + " to " + target.path() + " (file)");
        try (InputStream in = new TransferProgress(
                Files.newInputStream(source),
                context.progress(),
                "Pushing " + source + " to " + target.path(),
                length)) {
            write(
                    context,
                    target,
                    InstanceFiles.Type.FILE,
                    attributes,
                    new Connection.Body.Stream("application/octet-stream", in, length));
        }
    }

    private static void pushTree(Context context, Path source, InstancePath target) throws IOException {
        FileAttributes attributes = attributes(source, LinkOption.NOFOLLOW_LINKS);
        if (Files.isSymbolicLink(source)) {
            context.log().info("Pushing " + source + " to " + target.path() + " (symlink)");
            byte[] link = Files.readSymbolicLink(source).toString().getBytes(StandardCharsets.UTF_8);
            write(
                    context,
                    target,
                    InstanceFiles.Type.SYMLINK,
                    attributes,
                    new Connection.Body.Bytes("application/octet-stream", ByteBuffer.wrap(link)));
        } else if (Files.isDirectory(source)) {
            context.log().info("Pushing " + source + " to " + target.path() + " (directory)");
            write(context, target, InstanceFiles.Type.DIRECTORY, attributes, new Connection.Body.None());
            var entries = new ArrayList<Path>();
            try (Stream<Path> list = Files.list(source)) {
                list.forEach(entries::add);
            }
            entries.sort(null);
            for (Path entry : entries) {
                pushTree(context, entry, target.resolve(String.valueOf(entry.getFileName())));
            }
        } else if (Files.isRegularFile(source)) {
            write(context, source, target, attributes);
        } else {
            throw new CommandFailure("'" + source + "' isn't a supported file type; leave it out");
        }
    }

    private static void write(
            Context context,
            InstancePath target,
            InstanceFiles.Type type,
            FileAttributes attributes,
            Connection.Body body)
            throws IOException {
        target.files(context).write(target.path(), type, attributes, body);
    }

    private static FileAttributes attributes(Path source, LinkOption... links) throws IOException {
        var values = Files.readAttributes(source, "unix:uid,gid,mode", links);
        return new FileAttributes(
                number(values.get("uid")), number(values.get("gid")), number(values.get("mode")) & 07777);
    }

    private static int number(@Nullable Object value) {
        return value instanceof Integer number ? number : 0;
    }

    private static void createFolders(Context context, InstancePath folder, FileAttributes attributes)
            throws IOException {
        if (folder.path().equals("/")) {
            return;
        }
        try (InstanceFile there = folder.open(context)) {
            if (there.type().equals("file")) {
                throw new CommandFailure(folder + " is not a directory");
            }
            return;
        } catch (ApiException e) {
            if (!e.isNotFound()) {
                throw e;
            }
        }
        createFolders(context, folder.parent(), attributes);
        context.log().info("Creating " + folder.path() + " (directory)");
        write(context, folder, InstanceFiles.Type.DIRECTORY, attributes, new Connection.Body.None());
    }
}
