package io.gantry.daemon.template;

import java.util.Locale;

/** When templates are applied. */
public enum TemplateTrigger {
    CREATE,
    COPY,
    START,
    RENAME;

    /** As {@code metadata.yaml} and templates say it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
