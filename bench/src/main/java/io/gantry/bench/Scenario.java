package io.gantry.bench;

/**
 * One thing that is measured on both sides.
 *
 * @param rounds how often, the sides by turns; the median counts
 */
record Scenario(String name, Unit unit, int rounds, Act act) {
    /** What a figure says, and which way is better. */
    enum Unit {
        SECONDS("s", false),
        PER_SECOND("/s", true),
        MEGABYTES_PER_SECOND("MB/s", true),
        MEGABYTES("MB", false);

        private final String symbol;
        private final boolean moreIsBetter;

        Unit(String symbol, boolean moreIsBetter) {
            this.symbol = symbol;
            this.moreIsBetter = moreIsBetter;
        }

        String symbol() {
            return symbol;
        }

        /** Ours against theirs; below 1 is better than LXD. */
        double ratio(double ours, double theirs) {
            return moreIsBetter ? theirs / ours : ours / theirs;
        }
    }

    /** Does it once, with its preparation and tidying up outside of the figure it returns. */
    @FunctionalInterface
    interface Act {
        double measure(Side side);
    }
}
