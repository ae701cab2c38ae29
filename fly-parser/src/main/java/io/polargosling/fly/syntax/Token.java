package io.polargosling.fly.syntax;

/** A stretch of text with its kind; offsets index the file's text. */
record Token(TokenKind kind, int start, int end) {}
