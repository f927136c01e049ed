package io.gantry.cli.config;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.server.Target;
import io.gantry.client.trust.Certificates;
import java.io.IOException;

/** Makes a server trust a client no longer. */
public final class TrustRemove implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]<fingerprint>";
    }

    @Override
    public String description() {
        return "Remove trusted client";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(1, 2);
        // The remote alone may come first, as in LXD 2.0.
        boolean apart = invocation.arguments().size() == 2;
        Target target = apart
                ? new Target(invocation.target(0).remote(), invocation.argument(1))
                : invocation.namedTarget(0, "certificate");
        new Certificates(invocation.context().server(target)).delete(target.name());
        return 0;
    }
}
