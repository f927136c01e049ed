package io.gantry.daemon.config;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the name that somebody meant who made a slip of the pen. */
final class NearestName {
    private static final int LETTERS_PER_SLIP = 4;
    private static final int LONGEST = 100;

    private NearestName() {}

    /** @return empty where no name is near: more than a letter in four is another one, left out or too many */
    static Optional<String> of(String given, List<String> names) {
        if (given.length() > LONGEST) {
            return Optional.empty();
        }
        int most = Math.max(1, given.length() / LETTERS_PER_SLIP);
        return names.stream()
                .filter(name -> distance(given, name) <= most)
                .min(Comparator.comparingInt(name -> distance(given, name)));
    }

    /** How many letters have to be changed, added, left out or swapped with their neighbour to get from one to the other. */
    private static int distance(String from, String to) {
        int[][] distances = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                distances[i][j] = i == 0 || j == 0 ? i + j : nearest(distances, from, to, i, j);
            }
        }
        return distances[from.length()][to.length()];
    }

    private static int nearest(int[][] distances, String from, String to, int i, int j) {
        int changed = distances[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        int nearest = Math.min(changed, 1 + Math.min(distances[i - 1][j], distances[i][j - 1]));
        boolean isSwapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return isSwapped ? Math.min(nearest, distances[i - 2][j - 2] + 1) : nearest;
    }
}
