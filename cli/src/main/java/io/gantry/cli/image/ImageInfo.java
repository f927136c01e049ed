package io.gantry.cli.image;

import io.gantry.api.Image;
import io.gantry.api.ImageAlias;
import io.gantry.api.ImageSource;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.output.Times;
import io.gantry.cli.server.Target;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.TreeMap;

/** Shows an image in detail. */
public final class ImageInfo implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]<image>";
    }

    @Override
    public String description() {
        return "Show useful information about images";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(1, 1);
        Context context = invocation.context();
        Target target = invocation.target(0);
        context.print(text(ImageHost.of(context, target).find(target.name())));
        return 0;
    }

    static String text(Image image) {
        var text = new StringBuilder();
        line(text, "Fingerprint: ", image.fingerprint());
        line(text, "Size: ", ImageColumn.size(image.size()));
        line(text, "Architecture: ", image.architecture());
        line(text, "Type: ", image.type().isEmpty() ? "container" : image.type());
        line(text, "Public: ", image.isPublic() ? "yes" : "no");
        line(text, "Timestamps:", "");
        if (Times.isSet(image.createdAt())) {
            line(text, "    Created: ", time(image.createdAt()));
        }
        line(text, "    Uploaded: ", time(image.uploadedAt()));
        line(text, "    Expires: ", timeOrNever(image.expiresAt()));
        line(text, "    Last used: ", timeOrNever(image.lastUsedAt()));
        line(text, "Properties:", "");
        new TreeMap<>(image.properties()).forEach((key, value) -> line(text, "    " + key + ": ", value));
        line(text, "Aliases:", "");
        for (ImageAlias alias : image.aliases()) {
            line(
                    text,
                    "    - ",
                    alias.description().isEmpty() ? alias.name() : alias.name() + " (" + alias.description() + ")");
        }
        line(text, "Cached: ", image.cached() ? "yes" : "no");
        line(text, "Auto update: ", image.autoUpdate() ? "enabled" : "disabled");
        ImageSource source = image.updateSource();
        if (source != null) {
            line(text, "Source:", "");
            line(text, "    Server: ", source.server());
            line(text, "    Protocol: ", source.protocol());
            line(text, "    Alias: ", source.alias());
        }
        line(text, "Profiles:", image.profiles().isEmpty() ? " []" : "");
        for (String profile : image.profiles()) {
            line(text, "    - ", profile);
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String label, String value) {
        text.append(label).append(value).append('\n');
    }

    private static String time(Instant time) {
        return Times.toMinutes(time, ZoneOffset.UTC);
    }

    private static String timeOrNever(Instant time) {
        return Times.isSet(time) ? time(time) : "never";
    }
}
