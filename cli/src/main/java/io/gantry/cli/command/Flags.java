package io.gantry.cli.command;

import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** Declares the flags of a command. A letter of null or empty stands for none. */
public final class Flags {
    private final Options options = new Options();

    /** A flag that is there or not. */
    public Flags with(String letter, String name, String description) {
        options.addOption(option(letter, name, description).get());
        return this;
    }

    /** A flag with a value; where it is given several times, {@code Invocation.values} has them all. */
    public Flags withValue(String letter, String name, String description) {
        options.addOption(option(letter, name, description).hasArg().get());
        return this;
    }

    /** The flags of a list without others: its format. */
    public static Options format() {
        return new Flags().withFormat().build();
    }

    /** The flag that chooses the format of a list. */
    public Flags withFormat() {
        return withValue("f", "format", "Format (csv|json|table|yaml|compact)");
    }

    private static Option.Builder option(String letter, String name, String description) {
        return Option.builder(letter.isEmpty() ? null : letter).longOpt(name).desc(description);
    }

    public Options build() {
        return options;
    }
}
