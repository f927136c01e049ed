package io.gantry.cli;

/**
 * A line of the command table.
 *
 * @param path the words that call the command, such as {@code config device add}; a group has commands below it
 * @param otherNames of the last word, separated by spaces
 * @param summary one phrase for the help
 */
record CommandEntry(String path, String otherNames, String summary, Visibility visibility) {
    enum Visibility {
        SHOWN,
        /** Shown by {@code help --all}. */
        HIDDEN
    }

    /** The words above the last one, empty at the top. */
    String group() {
        int space = path.lastIndexOf(' ');
        return space < 0 ? "" : path.substring(0, space);
    }

    String name() {
        return path.substring(path.lastIndexOf(' ') + 1);
    }

    boolean isCalled(String word) {
        if (name().equals(word)) {
            return true;
        }
        int at = (" " + otherNames + " ").indexOf(" " + word + " ");
        return !otherNames.isEmpty() && at >= 0;
    }
}
