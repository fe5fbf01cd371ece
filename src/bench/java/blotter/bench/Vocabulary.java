package blotter.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// What the incidents say: as long as the floor's texts, in words that are frequent, less frequent and
/// rare, so that a search can look for each.
final class Vocabulary {
    /// In about two incidents of five each.
    static final List<String> FREQUENT =
            List.of("gateway", "proxy", "endpoint", "mailbox", "firewall", "console", "directory", "scanner");
    /// In one of ten each.
    static final List<String> ANIMALS =
            List.of("falcon", "otter", "badger", "heron", "lynx", "viper", "raven", "bison", "gecko", "moose");
    /// In one of twenty each.
    static final List<String> COLOURS = List.of(
            "amber", "azure", "beige", "black", "bronze", "coral", "crimson", "cyan", "emerald", "golden", "indigo",
            "ivory", "khaki", "magenta", "maroon", "olive", "orange", "purple", "silver", "violet");

    static final int HOSTS = 5_000;

    private static final List<String> WHAT = List.of(
            "reported a download that nobody had asked for",
            "showed two sessions from places far apart",
            "let a message through that was not genuine",
            "stopped after a change that was not announced",
            "listed a login with a password that had leaked",
            "recorded traffic to an address on the list",
            "named an account that should not exist now",
            "found a file that is encrypted since Monday");
    private static final List<String> TITLES = List.of(
            "sign-in from an unusual place",
            "invoice with changed bank details",
            "malware stopped on a notebook",
            "storage open to the whole internet",
            "password guessed from many sites",
            "notebook lost on a train journey",
            "customer data sent to a stranger",
            "miner found on a build machine");

    private Vocabulary() {}

    /// Sentences of which an incident has four.
    static String[] sentences() {
        var sentences = new ArrayList<String>();
        for (var subject : FREQUENT) {
            for (var what : WHAT) {
                sentences.add("The %s %s. ".formatted(subject, what));
            }
        }
        return sentences.toArray(String[]::new);
    }

    /// Of which an incident has one at the end.
    static String[] names() {
        var names = new ArrayList<String>();
        for (var colour : COLOURS) {
            for (var animal : ANIMALS) {
                names.add("Case %s %s on host-".formatted(colour, animal));
            }
        }
        return names.toArray(String[]::new);
    }

    static String[] titles() {
        return TITLES.toArray(String[]::new);
    }

    static String host(RandomGenerator random) {
        return "host-%04d".formatted(random.nextInt(HOSTS));
    }

    static String oneOf(List<String> words, RandomGenerator random) {
        return words.get(random.nextInt(words.size()));
    }
}
