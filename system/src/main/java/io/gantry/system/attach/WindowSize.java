package io.gantry.system.attach;

/** The size of a terminal in characters, 0 to 65535; 0 for unknown. */
public record WindowSize(int columns, int rows) {
    public WindowSize {
        if (columns < 0 || columns > 0xffff || rows < 0 || rows > 0xffff) {
            throw new IllegalArgumentException("not a size of a terminal: " + columns + "x" + rows);
        }
    }
}
