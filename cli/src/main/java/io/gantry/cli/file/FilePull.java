package io.gantry.cli.file;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Flags;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.output.TransferProgress;
import io.gantry.client.instance.InstanceFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.Options;

/** Copies files out of instances. */
public final class FilePull implements Command {
    private static final int MOST_LINKS = 40;
    private static final String STANDARD_OUTPUT = "-";

    @Override
    public String arguments() {
        return "[<remote>:]<instance>/<path> [[<remote>:]<instance>/<path>...] <target path>";
    }

    @Override
    public String description() {
        return """
                Pull files from instances

                lxc file pull foo/etc/hosts .
                    To pull /etc/hosts from the instance and write it to the current directory.

                A target of - is standard output.""";
    }

    @Override
    public Options options() {
        return new Flags()
                .with("p", "create-dirs", "Create any directories necessary")
                .with("r", "recursive", "Recursively transfer files")
                .build();
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expectAtLeast(2);
        Context context = invocation.context();
        var sources = new ArrayList<InstancePath>();
        List<String> arguments = invocation.arguments();
        for (String argument : arguments.subList(0, arguments.size() - 1)) {
            sources.add(InstancePath.parse(context, argument));
        }
        String named = arguments.getLast();
        boolean recursive = invocation.has("recursive");
        if (named.equals(STANDARD_OUTPUT)) {
            for (InstancePath source : sources) {
                try (InstanceFile file = openFollowing(context, source)) {
                    refuseFolder(file, source, false);
                    file.content().transferTo(context.terminal().out());
                }
            }
            return 0;
        }
        Path target = context.file(named);
        boolean intoFolder = Files.isDirectory(target);
        if (!intoFolder && Files.exists(target) && sources.size() > 1) {
            throw new CommandFailure("More than one file to download, but " + named + " is not a directory");
        }
        if (!intoFolder && (named.endsWith("/") || sources.size() > 1)) {
            Files.createDirectories(target);
            intoFolder = true;
        } else if (!intoFolder && invocation.has("create-dirs") && target.getParent() != null) {
            Files.createDirectories(target.getParent());
        }
        try {
            for (InstancePath source : sources) {
                pull(context, source, target, intoFolder, recursive);
            }
        } finally {
            context.progress().clear();
        }
        return 0;
    }

    private static void pull(Context context, InstancePath source, Path target, boolean intoFolder, boolean recursive)
            throws IOException {
        try (InstanceFile file = recursive ? openFollowing(context, source) : source.open(context)) {
            refuseFolder(file, source, recursive);
            if (file.type().equals("directory")) {
                Files.createDirectories(target);
                boolean isRoot = source.path().equals("/");
                if (isRoot) {
                    fill(context, source, file, target);
                } else {
                    pullFolder(context, source, file, child(target, source.name()));
                }
                return;
            }
            if (intoFolder) {
                writeBelow(context, source, file, child(target, source.name()));
            } else {
                write(context, source, file, target);
            }
        }
    }

    private static void refuseFolder(InstanceFile file, InstancePath source, boolean recursive) {
        if (file.type().equals("directory") && !recursive) {
            throw new CommandFailure("Can't pull a directory without --recursive: " + source);
        }
    }

    /** What stands at the target and is no folder, such as a link of an earlier pull, makes way. */
    private static void pullFolder(Context context, InstancePath source, InstanceFile folder, Path target)
            throws IOException {
        if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(target);
            Files.createDirectory(target);
        }
        fill(context, source, folder, target);
    }

    private static void fill(Context context, InstancePath source, InstanceFile folder, Path target)
            throws IOException {
        List<String> names = folder.entries();
        int mode = folder.mode();
        for (String name : names) {
            InstancePath entry = source.resolve(name);
            try (InstanceFile file = entry.open(context)) {
                if (file.type().equals("directory")) {
                    pullFolder(context, entry, file, child(target, name));
                } else {
                    writeBelow(context, entry, file, child(target, name));
                }
            }
        }
        Files.setAttribute(target, "unix:mode", mode);
    }

    /**
     * Writes a file whose name the instance chose, too. A link that stands there, which an earlier pull may have made, is
     * replaced: the instance would choose what is written otherwise.
     */
    private static void writeBelow(Context context, InstancePath source, InstanceFile file, Path target)
            throws IOException {
        if (Files.isSymbolicLink(target)) {
            Files.delete(target);
        }
        write(context, source, file, target, LinkOption.NOFOLLOW_LINKS);
    }

    private static void write(Context context, InstancePath source, InstanceFile file, Path target, LinkOption... links)
            throws IOException {
        context.log().info("Pulling " + target + " from " + source.path() + " (" + file.type() + ")");
        if (file.type().equals("symlink")) {
            Files.deleteIfExists(target);
            Files.createSymbolicLink(target, Path.of(file.linkTarget()));
            return;
        }
        if (!file.type().equals("file")) {
            throw new CommandFailure("Unknown file type '" + file.type() + "': " + source);
        }
        var options = new ArrayList<OpenOption>(
                List.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE));
        options.addAll(List.of(links));
        try (InputStream in = new TransferProgress(
                        file.content(),
                        context.progress(),
                        "Pulling " + target + " from " + source.path(),
                        file.length());
                OutputStream out = Files.newOutputStream(target, options.toArray(OpenOption[]::new))) {
            in.transferTo(out);
        }
        // A pipe or a terminal keeps the mode that its owner gave it.
        if (Files.isRegularFile(target, links)) {
            Files.setAttribute(target, "unix:mode", file.mode());
        }
    }

    /** A name in a folder; refuses one with which an instance would lead us elsewhere. */
    private static Path child(Path folder, String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
            throw new CommandFailure("The instance has a file with a name that is none here: \"" + name + "\"");
        }
        return folder.resolve(name);
    }

    /** Links are followed inside the instance, so that none leads to a file of the host. */
    private static InstanceFile openFollowing(Context context, InstancePath source) throws IOException {
        InstancePath path = source;
        for (int links = 0; links < MOST_LINKS; links++) {
            InstanceFile file = path.open(context);
            if (!file.type().equals("symlink")) {
                return file;
            }
            try (file) {
                path = path.parent().resolve(file.linkTarget());
            }
        }
        throw new CommandFailure("Too many links: " + source);
    }
}
