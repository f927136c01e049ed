package io.gantry.cli.config;

import io.gantry.cli.command.Invocation;
import io.gantry.cli.server.Target;
import io.gantry.client.instance.InstanceTemplates;
import java.io.IOException;

/** A template of an instance, as the first two arguments of a line name it. */
record NamedTemplate(InstanceTemplates templates, String name) {
    /** How commands name one. */
    static final String ARGUMENTS = "[<remote>:]<instance> <template>";

    static NamedTemplate of(Invocation invocation) throws IOException {
        invocation.expect(2, 2);
        Target target = invocation.namedTarget(0, "instance");
        return new NamedTemplate(
                new InstanceTemplates(invocation.context().server(target), target.name()), invocation.argument(1));
    }

    byte[] read() throws IOException {
        return templates.read(name);
    }

    void write(byte[] content) throws IOException {
        templates.write(name, content);
    }

    void delete() throws IOException {
        templates.delete(name);
    }
}
