package io.gantry.cli.config;

import io.gantry.cli.command.Context;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.UsageException;
import io.gantry.cli.image.ImageReference;
import io.gantry.cli.server.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How commands on keys and values read their line. */
final class KeyCommand {
    private KeyCommand() {}

    /**
     * The kind that is meant: {@code lxc config} works on the server where no instance is named, and on a snapshot for a
     * name such as {@code c1/snap0}.
     */
    static ResourceKind kind(ResourceKind declared, Target target) {
        if (declared != ResourceKind.INSTANCE) {
            return declared;
        }
        if (target.name().isEmpty()) {
            return ResourceKind.SERVER;
        }
        return target.name().indexOf('/') >= 0 ? ResourceKind.SNAPSHOT : ResourceKind.INSTANCE;
    }

    /** The thing that the first argument names. */
    static Target target(Invocation invocation, ResourceKind kind, String argument) throws IOException {
        Context context = invocation.context();
        if (kind == ResourceKind.INSTANCE) {
            return context.target(argument);
        }
        Target named = context.namedTarget(argument, kind.noun());
        if (kind == ResourceKind.IMAGE) {
            return new Target(named.remote(), ImageReference.fingerprint(context.server(named), named.name()));
        }
        return named;
    }

    /** Whether the line of {@code lxc config set} begins with a key of the local server. */
    static boolean beginsWithKey(List<String> arguments) {
        boolean allAssign = true;
        boolean oneAssigns = false;
        for (String argument : arguments) {
            boolean assigns = argument.indexOf('=') >= 0;
            allAssign &= assigns;
            oneAssigns |= assigns;
        }
        String first = arguments.getFirst();
        return allAssign
                || first.substring(first.indexOf(':') + 1).indexOf('.') >= 0
                || (arguments.size() == 2 && !oneAssigns && !first.endsWith(":"));
    }

    /** Reads {@code key=value...} or {@code key value}; a value of {@code -} is read from standard input. */
    static Map<String, String> assignments(Invocation invocation, List<String> words) throws IOException {
        var values = new LinkedHashMap<String, String>();
        if (words.size() == 2 && words.getFirst().indexOf('=') < 0) {
            values.put(words.getFirst(), value(invocation, words.get(1)));
            return values;
        }
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw new UsageException("\"" + word + "\" is not of the form key=value");
            }
            values.put(word.substring(0, equals), value(invocation, word.substring(equals + 1)));
        }
        if (values.isEmpty()) {
            throw new UsageException("no key is given; write key=value");
        }
        return values;
    }

    private static String value(Invocation invocation, String text) throws IOException {
        return text.equals("-")
                ? new String(invocation.context().terminal().in().readAllBytes(), StandardCharsets.UTF_8)
                : text;
    }
}
