package blotter.tools.sample;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The values of the slots in the texts of one incident. A slot keeps its value: `{host}` is the same host in the
/// title and in the last comment, `{host2}` is another, and `{n:3-40}` is the same number wherever a text of the
/// scenario has the same range. Addresses are from the documentation ranges (RFC 5737). Times are UTC and not later
/// than the text.
final class Slots {

    private static final List<String> NETWORKS = List.of("192.0.2.", "198.51.100.", "203.0.113.");
    private static final Template.Name DOMAIN = Template.Name.of("domain");
    private static final Template.Name CURRENCY = Template.Name.of("currency");

    private record Person(String first, String last) {}

    private final Words words;
    private final Map<String, Template> own;
    private final RandomGenerator random;
    private final Timeline times;
    private final Map<String, String> filled = new HashMap<>();
    private final Map<String, Person> people = new HashMap<>();
    private Instant written;
    /// Set while an entry of a list is rendered, whose numbers are not shared.
    private boolean inList;

    Slots(Words words, Map<String, Template> own, RandomGenerator random, Timeline times) {
        this.words = words;
        this.own = own;
        this.random = random;
        this.times = times;
        this.written = times.created();
    }

    /// Sets the time of the following texts.
    Slots at(Instant time) {
        written = time;
        return this;
    }

    /// Sets the value of a slot.
    void put(String name, String value) {
        filled.put(name, value);
    }

    String render(Template template) {
        var out = new StringBuilder(512);
        template.render(this, out);
        return out.toString();
    }

    <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    String fill(Template.Name name) {
        var known = filled.get(name.id());
        if (known != null) {
            return known;
        }
        var value = switch (name.list()) {
            case "employee", "outsider" -> person(name);
            case "ip" -> any(NETWORKS) + random.nextInt(1, 255);
            case "hash" -> hex(12) + "…" + hex(6);
            case "hex" -> hex(8);
            default -> word(name);
        };
        filled.put(name.id(), value);
        return value;
    }

    private String word(Template.Name name) {
        if (!name.aspect().isEmpty()) {
            throw new IllegalArgumentException(
                    "slot: {%s} (expected: an aspect of a person only)".formatted(name.id()));
        }
        var ownText = own.get(name.key());
        if (ownText != null) {
            return render(ownText);
        }
        var first = name.key().equals(name.list()) ? "" : fill(Template.Name.of(name.list()));
        var list = words.list(name.list());
        for (int tries = 0; tries < 8; tries++) {
            var value = entry(list);
            if (!value.equals(first)) {
                return value;
            }
        }
        return first;
    }

    private String entry(List<Template> list) {
        boolean before = inList;
        inList = true;
        var value = render(any(list));
        inList = before;
        return value;
    }

    private String person(Template.Name name) {
        var person = people.get(name.key());
        if (person == null) {
            person = new Person(entry(words.list("first")), entry(words.list("last")));
            people.put(name.key(), person);
        }
        return switch (name.aspect()) {
            case "" -> person.first() + " " + person.last();
            case "first" -> person.first();
            case "login" -> words.login(person.first(), person.last());
            case "mail" -> words.login(person.first(), person.last()) + "@" + fill(DOMAIN);
            default ->
                throw new IllegalArgumentException("slot: {%s} (expected: first, login or mail)".formatted(name.id()));
        };
    }

    private String hex(int digits) {
        var out = new StringBuilder(digits);
        for (int i = 0; i < digits; i++) {
            out.append(Character.forDigit(random.nextInt(16), 16));
        }
        return out.toString();
    }

    void number(Template.Number range, StringBuilder out) {
        var known = inList ? null : filled.get(range.id());
        if (known == null) {
            known = number(range);
            if (!inList) {
                filled.put(range.id(), known);
            }
        }
        out.append(known);
    }

    private String number(Template.Number range) {
        int value = random.nextInt(range.from(), range.to() + 1);
        if (range.from() == 0 && value == 1 && range.to() > 1) {
            // The texts use the plural.
            value = 0;
        }
        boolean money = range.kind() == Template.Number.Kind.MONEY;
        if (money && value > 5000 && random.nextInt(3) == 0) {
            value = value / 100 * 100;
        }
        var text = new StringBuilder().append(value);
        if (range.kind() != Template.Number.Kind.ID && value >= (money ? 1000 : 10_000)) {
            text.insert(text.length() - 3, ',');
        }
        return money ? fill(CURRENCY) + " " + text : text.toString();
    }

    void time(Template.Time time, StringBuilder out) {
        var anchor = switch (time.anchor()) {
            case "occurred" -> times.occurred();
            case "detected" -> times.detected();
            case "created" -> times.created();
            case "responded" -> times.responded();
            case "contained" -> times.contained();
            default -> written;
        };
        var at = anchor.plusSeconds(time.offsetSeconds());
        if (time.anchor().equals("here") && time.offsetSeconds() > -86_400) {
            // Recent actions come after the start of the response.
            at = Timeline.later(at, times.responded());
        }
        var shown = at.isAfter(written) ? written : at;
        var utc = LocalDateTime.ofEpochSecond(shown.getEpochSecond(), 0, ZoneOffset.UTC);
        if (time.style().equals("date")) {
            out.append(utc.getDayOfMonth())
                    .append(' ')
                    .append(utc.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
            return;
        }
        if (time.style().isEmpty()) {
            out.append(utc.getYear()).append('-');
            two(utc.getMonthValue(), out).append('-');
            two(utc.getDayOfMonth(), out).append(' ');
        }
        two(utc.getHour(), out).append(':');
        two(utc.getMinute(), out).append(" UTC");
    }

    private static StringBuilder two(int value, StringBuilder out) {
        return out.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
    }
}
