package io.polargosling.fly.print;

import io.polargosling.fly.syntax.Expression;
import io.polargosling.fly.syntax.TemplatePart;
import java.util.List;

/** Prints strings and heredocs. */
final class TemplatePrinter {

    private final Output out;
    private final ExpressionPrinter expressions;

    TemplatePrinter(Output out, ExpressionPrinter expressions) {
        this.out = out;
        this.expressions = expressions;
    }

    void print(Expression.Template template, int level) {
        if (template.heredoc() && canStandInHeredoc(template.parts())) {
            heredoc(template.parts(), level);
        } else {
            out.append("\"");
            parts(template.parts(), false, level);
            out.append("\"");
        }
    }

    /** The closing marker needs a line of its own, so text before it must end one. */
    private static boolean canStandInHeredoc(List<TemplatePart> parts) {
        return parts.isEmpty()
                || !(parts.getLast() instanceof TemplatePart.Text text)
                || text.text().endsWith("\n");
    }

    /** Ends with a line break, which the closing marker asks for; inside brackets it means nothing. */
    private void heredoc(List<TemplatePart> parts, int level) {
        String marker = marker(parts);
        out.append("<<").append(marker).append("\n");
        parts(parts, true, level);
        if (!parts.isEmpty() && !(parts.getLast() instanceof TemplatePart.Text)) {
            // A template that ends the last line has no line break behind it: the marker takes it off.
            out.append("~}\n");
        }
        out.append(marker).append("\n");
    }

    /** In a heredoc the closing brace of the last part is left to the caller. */
    private void parts(List<TemplatePart> parts, boolean heredoc, int level) {
        for (int i = 0; i < parts.size(); i++) {
            boolean open = heredoc && i + 1 == parts.size();
            part(parts.get(i), heredoc, open, level);
        }
    }

    private void nested(List<TemplatePart> parts, boolean heredoc, int level) {
        for (TemplatePart part : parts) {
            part(part, heredoc, false, level);
        }
    }

    private void part(TemplatePart part, boolean heredoc, boolean leaveOpen, int level) {
        switch (part) {
            case TemplatePart.Text(var text, var range) -> {
                if (heredoc) {
                    out.append(text.replace("${", "$${").replace("%{", "%%{"));
                } else {
                    out.quoted(text);
                }
                return;
            }
            case TemplatePart.Interpolation(var expression, var range) -> {
                open('$', heredoc);
                expressions.print(expression, level);
            }
            case TemplatePart.If condition -> {
                directive("if ", heredoc);
                expressions.print(condition.condition(), level);
                out.append("}");
                nested(condition.whenTrue(), heredoc, level);
                if (condition.whenFalse().isPresent()) {
                    directive("else}", heredoc);
                    nested(condition.whenFalse().get(), heredoc, level);
                }
                directive("endif", heredoc);
            }
            case TemplatePart.For loop -> {
                directive("for ", heredoc);
                expressions.intro(loop.intro(), level);
                out.append("}");
                nested(loop.body(), heredoc, level);
                directive("endfor", heredoc);
            }
        }
        out.append(leaveOpen ? "" : "}");
    }

    private void directive(String content, boolean heredoc) {
        open('%', heredoc);
        out.append(content);
    }

    /** Two signs before the brace would be an escape; in a heredoc a blank keeps them apart, and the marker removes it. */
    private void open(char sign, boolean heredoc) {
        boolean apart = out.endsWith(sign);
        if (apart && heredoc) {
            out.append(" ").append(Character.toString(sign)).append("{~");
        } else {
            if (apart) {
                out.escapeLast();
            }
            out.append(Character.toString(sign)).append("{");
        }
    }

    /** One that stands nowhere in the text. */
    private static String marker(List<TemplatePart> parts) {
        String marker = "EOT";
        int tries = 0;
        while (says(parts, marker)) {
            marker = "EOT" + ++tries;
        }
        return marker;
    }

    private static boolean says(List<TemplatePart> parts, String marker) {
        return parts.stream().anyMatch(part -> switch (part) {
            case TemplatePart.Text text -> text.text().contains(marker);
            case TemplatePart.Interpolation interpolation -> false;
            case TemplatePart.If condition ->
                says(condition.whenTrue(), marker)
                        || condition.whenFalse().filter(no -> says(no, marker)).isPresent();
            case TemplatePart.For loop -> says(loop.body(), marker);
        });
    }
}
