package io.gantry.daemon.template;

/** A word of an expression. */
record Token(Kind kind, String text) {
    enum Kind {
        NAME,
        NUMBER,
        TEXT,
        SYMBOL,
        END
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }
}
