package io.gantry.cli.image;

import io.gantry.api.ImageAlias;
import io.gantry.api.ImagesPost;
import io.gantry.api.ImagesPostSource;
import io.gantry.api.Operation;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Flags;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.failure.UsageException;
import io.gantry.cli.output.TransferProgress;
import io.gantry.client.image.ImageAliases;
import io.gantry.client.image.ImageHeaders;
import io.gantry.client.image.ImageUpload;
import io.gantry.client.image.Images;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.Connection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/** Puts an image from files, a folder or a web address into a server's store. */
public final class ImageImport implements Command {
    @Override
    public String arguments() {
        return "<tarball>|<directory>|<URL> [<rootfs tarball>] [<remote>:] [key=value...]";
    }

    @Override
    public String description() {
        return """
                Import images into the image store

                Directory import must be performed as root.""";
    }

    @Override
    public Options options() {
        return new Flags()
                .withValue("", "alias", "New aliases to add to the image")
                .with("", "public", "Make image public")
                .build();
    }

    private record Line(List<String> files, String remote, Map<String, String> properties) {}

    private static Line read(Invocation invocation) {
        var files = new ArrayList<String>();
        String remote = "";
        var properties = new LinkedHashMap<String, String>();
        for (String argument : invocation.arguments()) {
            int equals = argument.indexOf('=');
            if (equals >= 0 && !Files.exists(invocation.context().file(argument))) {
                properties.put(
                        argument.substring(0, equals).strip(),
                        argument.substring(equals + 1).strip());
            } else if (argument.endsWith(":")) {
                remote = argument;
            } else {
                files.add(argument);
            }
        }
        if (files.isEmpty() || files.size() > 2) {
            throw new UsageException("an image is one file, or one of metadata and one of the root file system; "
                    + files.size() + " are given");
        }
        return new Line(files, remote, properties);
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expectAtLeast(1);
        Context context = invocation.context();
        Line line = read(invocation);
        ApiServer server = context.server(context.target(line.remote()));
        String first = line.files().getFirst();
        if (first.startsWith("http://")) {
            throw new UsageException("Only https:// is supported for remote image import");
        }
        Operation done;
        if (first.startsWith("https://")) {
            done = context.await(
                    server, new Images(server).create(fromAddress(invocation, line, first)), "Transferring image");
        } else {
            Path image = existing(context.file(first));
            Path rootfs = line.files().size() == 2
                    ? existing(context.file(line.files().get(1)))
                    : null;
            done = Files.isDirectory(image)
                    ? uploadFolder(invocation, line, server, image)
                    : upload(invocation, line, server, image, rootfs);
        }
        String fingerprint = Images.fingerprintOf(done)
                .orElseThrow(() -> new CommandFailure("The server did not say which image it made; `lxc image list "
                        + server.remote() + ":` shows it"));
        var aliases = new ArrayList<ImageAlias>();
        for (String alias : invocation.values("alias")) {
            aliases.add(new ImageAlias(alias, ""));
        }
        new ImageAliases(server).put(aliases, fingerprint);
        context.report("Image imported with fingerprint: " + fingerprint);
        return 0;
    }

    private static Path existing(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return file;
    }

    private static ImagesPost fromAddress(Invocation invocation, Line line, String address) {
        return ImagesPost.of(ImagesPostSource.url(address))
                .properties(line.properties())
                .isPublic(invocation.has("public"))
                .build();
    }

    private static Operation upload(
            Invocation invocation, Line line, ApiServer server, Path image, @Nullable Path rootfs) throws IOException {
        Context context = invocation.context();
        var headers =
                new ImageHeaders("", String.valueOf(image.getFileName()), invocation.has("public"), line.properties());
        Operation started;
        try (ImageUpload upload = ImageUpload.open(image, rootfs)) {
            var content =
                    new TransferProgress(upload.content(), context.progress(), "Transferring image", upload.length());
            started = new Images(server)
                    .upload(headers, new Connection.Body.Stream(upload.contentType(), content, upload.length()));
        } finally {
            context.progress().clear();
        }
        return context.await(server, started, "Unpacking the image");
    }

    private static Operation uploadFolder(Invocation invocation, Line line, ApiServer server, Path folder)
            throws IOException {
        Path packed = Files.createTempFile("lxd_image_", ".tar.xz");
        try {
            var command = new ArrayList<>(List.of(
                    "tar", "-C", folder.toString(), "--numeric-owner", "--restrict", "--force-local", "--xattrs"));
            command.addAll(List.of("-cJf", packed.toString(), "rootfs", "metadata.yaml"));
            if (Files.exists(folder.resolve("templates"))) {
                command.add("templates");
            }
            int status = invocation.context().terminal().run(command, Map.of());
            if (status != 0) {
                throw new CommandFailure("The folder " + folder + " could not be packed: tar ended with status "
                        + status + "; it must hold metadata.yaml and rootfs");
            }
            return upload(invocation, line, server, packed, null);
        } finally {
            Files.deleteIfExists(packed);
        }
    }
}
