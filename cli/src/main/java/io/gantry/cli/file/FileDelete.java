package io.gantry.cli.file;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Invocation;
import java.io.IOException;
import java.util.ArrayList;

/** Deletes files in instances. */
public final class FileDelete implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]<instance>/<path> [[<remote>:]<instance>/<path>...]";
    }

    @Override
    public String description() {
        return "Delete files in instances";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expectAtLeast(1);
        Context context = invocation.context();
        var paths = new ArrayList<InstancePath>();
        for (String argument : invocation.arguments()) {
            paths.add(InstancePath.parse(context, argument));
        }
        for (InstancePath path : paths) {
            path.files(context).delete(path.path());
        }
        return 0;
    }
}
