package io.gantry.daemon.lifecycle.creation;

import java.util.random.RandomGenerator;

/** Names for instances that were given none: two words that people can remember. */
public final class PetNames {
    private static final String[] MANNERS = {
        "able", "brave", "brief", "bright", "calm", "clear", "clever", "cosy", "crisp", "daring", "eager", "early",
        "fair", "fast", "fine", "firm", "free", "fresh", "gentle", "glad", "golden", "grand", "handy", "happy",
        "honest", "humble", "keen", "kind", "lively", "loyal", "lucky", "merry", "mighty", "modest", "neat", "noble",
        "patient", "plain", "polite", "prompt", "proud", "quick", "quiet", "rapid", "ready", "sharp", "silent",
        "simple", "smart", "smooth", "solid", "steady", "strong", "sunny", "sure", "swift", "tidy", "tough", "upright",
        "vast", "vivid", "warm", "wise", "witty"
    };
    private static final String[] ANIMALS = {
        "ant", "badger", "bat", "bear", "beaver", "bee", "bison", "boar", "buzzard", "camel", "carp", "cat", "cod",
        "crab", "crane", "crow", "deer", "dolphin", "dove", "duck", "eagle", "eel", "falcon", "finch", "fox", "frog",
        "gecko", "goat", "goose", "gull", "hare", "hawk", "heron", "horse", "ibex", "jackal", "jay", "koala", "lark",
        "lemur", "lion", "llama", "lynx", "mole", "moose", "moth", "mouse", "newt", "otter", "owl", "ox", "panda",
        "pike", "puma", "quail", "rabbit", "raven", "robin", "salmon", "seal", "shark", "sheep", "shrew", "sloth",
        "snail", "sparrow", "squid", "stork", "swan", "tapir", "tern", "tiger", "toad", "trout", "turtle", "viper",
        "walrus", "wasp", "weasel", "whale", "wolf", "wombat", "wren", "yak", "zebra"
    };

    private final RandomGenerator random;

    public PetNames(RandomGenerator random) {
        this.random = random;
    }

    public String next() {
        return MANNERS[random.nextInt(MANNERS.length)] + "-" + ANIMALS[random.nextInt(ANIMALS.length)];
    }
}
