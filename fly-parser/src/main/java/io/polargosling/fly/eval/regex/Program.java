package io.polargosling.fly.eval.regex;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern as instructions:
 *
 * <pre>
 * a|b+    0 Fork(1, 3)   1 One(a)   2 Jump(5)   3 One(b)   4 Fork(3, 5)   5 Match
 * </pre>
 */
final class Program {

    private static final int MAX_SIZE = 10_000;

    /** One step of a thread; numbers are indexes of instructions. */
    sealed interface Instruction {
        record One(Node.One what) implements Instruction {}

        /** Goes on at both, preferring the first. */
        record Fork(int first, int second) implements Instruction {}

        record Jump(int to) implements Instruction {}

        /** Notes the place in a slot. */
        record Note(int slot) implements Instruction {}

        record At(Node.Place.Kind kind) implements Instruction {}

        record Match() implements Instruction {}
    }

    private final List<Instruction> instructions = new ArrayList<>();
    private boolean tooLarge;

    private Program() {}

    /** Empty when the pattern is too large. */
    static List<Instruction> of(Node node) {
        var program = new Program();
        program.emit(new Node.Group(0, node));
        program.add(new Instruction.Match());
        return program.tooLarge ? List.of() : program.instructions;
    }

    private int add(Instruction instruction) {
        tooLarge |= instructions.size() >= MAX_SIZE;
        if (!tooLarge) {
            instructions.add(instruction);
        }
        return instructions.size() - 1;
    }

    private void emit(Node node) {
        if (tooLarge) {
            return;
        }
        switch (node) {
            case Node.One one -> add(new Instruction.One(one));
            case Node.Place(Node.Place.Kind kind) -> add(new Instruction.At(kind));
            case Node.Sequence(List<Node> parts) -> parts.forEach(this::emit);
            case Node.Choice(List<Node> options) -> choice(options);
            case Node.Group(int index, Node inner) -> {
                add(new Instruction.Note(2 * index));
                emit(inner);
                add(new Instruction.Note(2 * index + 1));
            }
            case Node.Repeat repeat -> repeat(repeat);
        }
    }

    private void choice(List<Node> options) {
        var ends = new ArrayList<Integer>();
        for (Node option : options.subList(0, options.size() - 1)) {
            int fork = add(new Instruction.Jump(0));
            emit(option);
            ends.add(add(new Instruction.Jump(0)));
            set(fork, new Instruction.Fork(fork + 1, instructions.size()));
        }
        emit(options.getLast());
        ends.forEach(end -> set(end, new Instruction.Jump(instructions.size())));
    }

    private void repeat(Node.Repeat repeat) {
        for (int i = 0; i < repeat.least() && !tooLarge; i++) {
            emit(repeat.inner());
        }
        if (repeat.most() < 0) {
            int fork = add(new Instruction.Jump(0));
            emit(repeat.inner());
            add(new Instruction.Jump(fork));
            set(fork, fork(repeat, fork + 1, instructions.size()));
            return;
        }
        var forks = new ArrayList<Integer>();
        for (int i = repeat.least(); i < repeat.most() && !tooLarge; i++) {
            forks.add(add(new Instruction.Jump(0)));
            emit(repeat.inner());
        }
        forks.forEach(fork -> set(fork, fork(repeat, fork + 1, instructions.size())));
    }

    private static Instruction fork(Node.Repeat repeat, int again, int on) {
        return repeat.greedy() ? new Instruction.Fork(again, on) : new Instruction.Fork(on, again);
    }

    private void set(int index, Instruction instruction) {
        if (!tooLarge) {
            instructions.set(index, instruction);
        }
    }
}
