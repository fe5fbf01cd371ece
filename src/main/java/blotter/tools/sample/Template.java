package blotter.tools.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A parsed text with slots: `{host}` is a slot, `{seen|noticed|}` a choice (which can contain slots), `{n:3-40}` a
/// number, `{id:1000-9999}` one without separators, `{amount:4000-9000}` money, `{detected-20m.time}` a time, and
/// `{^host}` is capitalized. [Slots] has the values.
final class Template {

    sealed interface Part {
        void render(Slots slots, StringBuilder out);
    }

    record Text(String text) implements Part {
        @Override
        public void render(Slots slots, StringBuilder out) {
            out.append(text);
        }
    }

    record Choice(List<Template> alternatives) implements Part {
        @Override
        public void render(Slots slots, StringBuilder out) {
            slots.any(alternatives).render(slots, out);
        }
    }

    record Capital(Template template) implements Part {
        @Override
        public void render(Slots slots, StringBuilder out) {
            int start = out.length();
            template.render(slots, out);
            out.setCharAt(start, Character.toUpperCase(out.charAt(start)));
        }
    }

    /// @param id the text itself, so that the same range gives the same number within an incident
    record Number(Kind kind, int from, int to, String id) implements Part {
        enum Kind {
            COUNT,
            /// Without separators.
            ID,
            MONEY
        }

        @Override
        public void render(Slots slots, StringBuilder out) {
            slots.number(this, out);
        }
    }

    record Time(String anchor, long offsetSeconds, String style) implements Part {
        @Override
        public void render(Slots slots, StringBuilder out) {
            slots.time(this, out);
        }
    }

    /// @param list the name without the digits that distinguish a second one
    record Name(String key, String list, String aspect, String id) implements Part {

        static Name of(String key) {
            return new Name(key, key, "", key);
        }

        @Override
        public void render(Slots slots, StringBuilder out) {
            out.append(slots.fill(this));
        }
    }

    private static final Pattern NUMBER = Pattern.compile("(n|id|amount):(\\d+)-(\\d+)");
    private static final Pattern TIME = Pattern.compile(
            "(occurred|detected|created|responded|contained|here)(?:([+-]\\d+)([mhd]))?(?:\\.(time|date))?");
    private static final Pattern NAME = Pattern.compile("([a-z][a-z-]*)(\\d*)(?:\\.([a-z]+))?");

    private final List<Part> parts;

    private Template(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    static Template of(String source) {
        var parts = new ArrayList<Part>();
        int at = 0;
        while (at < source.length()) {
            int open = source.indexOf('{', at);
            if (open < 0) {
                break;
            }
            if (open > at) {
                parts.add(new Text(source.substring(at, open)));
            }
            int close = closing(source, open);
            parts.add(slot(source.substring(open + 1, close)));
            at = close + 1;
        }
        if (at < source.length()) {
            parts.add(new Text(source.substring(at)));
        }
        return new Template(parts);
    }

    /// Parses alternatives between `|`, or a single text.
    static Template choice(String source) {
        var alternatives = split(source);
        return alternatives.size() == 1
                ? of(source)
                : new Template(List.of(
                        new Choice(alternatives.stream().map(a -> of(a.strip())).toList())));
    }

    void render(Slots slots, StringBuilder out) {
        for (var part : parts) {
            part.render(slots, out);
        }
    }

    private static Part slot(String source) {
        var alternatives = split(source);
        if (alternatives.size() > 1) {
            return new Choice(alternatives.stream().map(Template::of).toList());
        }
        if (source.startsWith("^")) {
            return new Capital(of("{" + source.substring(1) + "}"));
        }
        Matcher number = NUMBER.matcher(source);
        if (number.matches()) {
            var kind = switch (number.group(1)) {
                case "id" -> Number.Kind.ID;
                case "amount" -> Number.Kind.MONEY;
                default -> Number.Kind.COUNT;
            };
            return new Number(kind, Integer.parseInt(number.group(2)), Integer.parseInt(number.group(3)), source);
        }
        Matcher time = TIME.matcher(source);
        if (time.matches()) {
            long unit = time.group(3) == null
                    ? 0
                    : "m".equals(time.group(3)) ? 60 : "h".equals(time.group(3)) ? 3600 : 86400;
            long offset = unit == 0 ? 0 : Long.parseLong(time.group(2)) * unit;
            return new Time(time.group(1), offset, time.group(4) == null ? "" : time.group(4));
        }
        Matcher name = NAME.matcher(source);
        if (name.matches()) {
            var aspect = name.group(3) == null ? "" : name.group(3);
            var key = name.group(1) + name.group(2);
            return new Name(key, name.group(1), aspect, aspect.isEmpty() ? key : key + "." + aspect);
        }
        throw new IllegalArgumentException(
                "slot: {%s} (expected: a name, alternatives, a number or a time)".formatted(source));
    }

    private static int closing(String source, int open) {
        int depth = 0;
        for (int i = open; i < source.length(); i++) {
            char c = source.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("text: unclosed brace in: " + source);
    }

    private static List<String> split(String source) {
        var found = new ArrayList<String>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (c == '|' && depth == 0) {
                found.add(source.substring(from, i));
                from = i + 1;
            }
        }
        found.add(source.substring(from));
        return found;
    }
}
