package io.gantry.cli.terminal;

/** A terminal's size in characters. */
public record WindowSize(int columns, int rows) {}
