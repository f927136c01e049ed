package io.gantry.daemon.intent;

import io.gantry.daemon.feature.Feature;

/** Undoes at the daemon's start what a killed daemon has left half done. */
public final class IntentFeature implements Feature {
    private final Intents intents;

    public IntentFeature(Intents intents) {
        this.intents = intents;
    }

    @Override
    public void start() {
        intents.settle();
    }
}
