package io.gantry.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Runs the scenarios on both sides by turns and prints a markdown table; arguments choose scenarios by parts of their names. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        List<Scenario> chosen = Scenarios.all().stream()
                .filter(scenario ->
                        arguments.length == 0 || List.of(arguments).stream().anyMatch(scenario.name()::contains))
                .toList();
        System.err.println("Preparing both sides ...");
        try (Side gantry = Side.ofGantry();
                Side lxd = Side.ofDebian()) {
            System.out.println("| what | Gantry | LXD 5.0.2 | ratio |");
            System.out.println("|---|---:|---:|---:|");
            for (Scenario scenario : chosen) {
                System.out.println(row(scenario, gantry, lxd));
            }
            System.out.println();
            System.out.println(
                    "Medians, the sides by turns; a ratio below 1 is better than LXD, whichever way the figure runs.");
        }
    }

    private static String row(Scenario scenario, Side gantry, Side lxd) {
        var ours = new ArrayList<Double>();
        var theirs = new ArrayList<Double>();
        String failure = "";
        for (int round = 0; round < scenario.rounds(); round++) {
            failure = once(scenario, gantry, ours) + once(scenario, lxd, theirs);
            if (!failure.isEmpty()) {
                break;
            }
        }
        if (!failure.isEmpty()) {
            System.err.println(scenario.name() + ": " + failure);
        }
        return "| " + scenario.name() + " | " + figure(scenario, ours) + " | " + figure(scenario, theirs) + " | "
                + ratio(scenario, ours, theirs) + " |";
    }

    private static String once(Scenario scenario, Side side, List<Double> figures) {
        try {
            figures.add(scenario.act().measure(side));
            return "";
        } catch (AssertionError | RuntimeException e) {
            return side.name() + " failed: " + e.getMessage() + "\n";
        }
    }

    private static String figure(Scenario scenario, List<Double> figures) {
        if (figures.isEmpty()) {
            return "failed";
        }
        double median = median(figures);
        String format = median < 1 ? "%.3f %s" : median < 100 ? "%.2f %s" : "%.0f %s";
        return String.format(Locale.ROOT, format, median, scenario.unit().symbol());
    }

    private static String ratio(Scenario scenario, List<Double> ours, List<Double> theirs) {
        return ours.isEmpty() || theirs.isEmpty()
                ? ""
                : String.format(Locale.ROOT, "%.2f", scenario.unit().ratio(median(ours), median(theirs)));
    }

    private static double median(List<Double> figures) {
        var sorted = new ArrayList<>(figures);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
