package io.gantry.cli.image;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.output.TransferProgress;
import io.gantry.cli.server.Target;
import io.gantry.client.image.ImageDownload;
import io.gantry.client.image.Images;
import io.gantry.client.multipart.MultipartReader;
import io.gantry.client.server.ApiServer;
import io.gantry.client.simplestreams.StreamFile;
import io.gantry.client.simplestreams.StreamImage;
import io.gantry.client.simplestreams.StreamSite;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** Downloads an image as one file, or as two where it is split. */
public final class ImageExport implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]<image> [<target>]";
    }

    @Override
    public String description() {
        return """
                Export and download images

                The output target is optional and defaults to the working directory.
                It is a file, a folder (also a new one, where it ends with a slash), or - for standard output.""";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(1, 2);
        Context context = invocation.context();
        Target source = invocation.target(0);
        String chosen = invocation.arguments().size() == 2 ? invocation.argument(1) : ".";
        if (StreamHost.isMeant(context, source.remote())) {
            exportStream(context, new StreamHost(context, source.remote()), source.name(), chosen);
            return 0;
        }
        ApiServer server = context.server(invocation.namedTarget(0, "image"));
        String fingerprint = ImageReference.fingerprint(server, source.name());
        if (chosen.equals("-")) {
            writeOut(context, server, fingerprint);
            return 0;
        }
        ExportNames names = names(context, chosen, fingerprint);
        try (ImageDownload download = new Images(server).download(fingerprint)) {
            InputStream content = new TransferProgress(
                    download.content(), context.progress(), "Exporting the image", download.length());
            if (MultipartReader.isMultipart(download.contentType())) {
                writeParts(MultipartReader.of(download.contentType(), content), names);
            } else {
                Path file = names.whole(fileName(download.disposition()));
                writeWhole(file, content::transferTo);
            }
        } finally {
            context.progress().clear();
        }
        context.report("Image exported successfully!");
        return 0;
    }

    private static ExportNames names(Context context, String chosen, String fingerprint) throws IOException {
        Path target = context.file(chosen);
        boolean intoFolder = chosen.endsWith("/") || Files.isDirectory(target);
        Path folder = intoFolder ? target : target.getParent();
        if (folder == null) {
            folder = context.workingDirectory();
        }
        Files.createDirectories(folder);
        return new ExportNames(folder, intoFolder ? "" : String.valueOf(target.getFileName()), fingerprint);
    }

    private static void exportStream(Context context, StreamHost host, String name, String chosen) throws IOException {
        StreamImage image = host.listed(name);
        try (StreamSite site = host.site()) {
            if (image.rootfs().isEmpty()) {
                if (chosen.equals("-")) {
                    download(context, site, image.metadata(), context.terminal().out());
                    return;
                }
                Path file = names(context, chosen, image.fingerprint())
                        .whole(image.metadata().name());
                writeWhole(file, out -> download(context, site, image.metadata(), out));
            } else {
                if (chosen.equals("-")) {
                    throw isTwoFiles(image.fingerprint());
                }
                ExportNames names = names(context, chosen, image.fingerprint());
                StreamFile rootfs = image.rootfs().get();
                writeWhole(
                        names.metadata(image.metadata().name()), out -> download(context, site, image.metadata(), out));
                writeWhole(names.rootfs(rootfs.name()), out -> download(context, site, rootfs, out));
            }
        } finally {
            context.progress().clear();
        }
        context.report("Image exported successfully!");
    }

    private static void download(Context context, StreamSite site, StreamFile file, OutputStream out)
            throws IOException {
        long size = file.size() > 0 ? file.size() : -1;
        site.download(file, in -> new TransferProgress(in, context.progress(), "Exporting the image", size), out);
    }

    private static CommandFailure isTwoFiles(String fingerprint) {
        return new CommandFailure("The image " + fingerprint
                + " is two files, which cannot go to standard output; name a file or a folder");
    }

    private static void writeOut(Context context, ApiServer server, String fingerprint) throws IOException {
        try (ImageDownload download = new Images(server).download(fingerprint)) {
            if (MultipartReader.isMultipart(download.contentType())) {
                throw isTwoFiles(fingerprint);
            }
            new TransferProgress(download.content(), context.progress(), "Exporting the image", download.length())
                    .transferTo(context.terminal().out());
        } finally {
            context.progress().clear();
        }
    }

    private static void writeParts(MultipartReader parts, ExportNames names) throws IOException {
        for (var part = parts.next(); part.isPresent(); part = parts.next()) {
            String name = part.get().filename().orElse("");
            Path file = part.get().name().equals("metadata") ? names.metadata(name) : names.rootfs(name);
            writeWhole(file, parts::copyTo);
        }
    }

    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** The file has its name only when it is complete. */
    private static void writeWhole(Path file, Content content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new CommandFailure("The image cannot be written to " + file + "; name a file or a folder");
        }
        Path unfinished = Files.createTempFile(folder, ".export", ".part");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 16)) {
                content.writeTo(out);
            }
            Files.setPosixFilePermissions(
                    unfinished, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static String fileName(@Nullable String disposition) {
        return disposition == null
                ? ""
                : MultipartReader.parameters(disposition).getOrDefault("filename", "");
    }
}
