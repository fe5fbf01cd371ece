package blotter.tools.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// Items to draw from, in proportion to their weights.
record Weighted<T>(List<T> items, double[] cumulative) {

    static <T> Weighted<T> of(List<T> items, Function<T, Double> weight) {
        var cumulative = new double[items.size()];
        double sum = 0;
        for (int i = 0; i < cumulative.length; i++) {
            sum += weight.apply(items.get(i));
            cumulative[i] = sum;
        }
        return new Weighted<>(List.copyOf(items), cumulative);
    }

    /// Parses `Email Security 5, Employee Report 4`. The weight defaults to 1.
    static Weighted<String> parse(String text) {
        var names = new ArrayList<String>();
        var weights = new ArrayList<Double>();
        for (var entry : text.split(",", -1)) {
            var words = entry.strip();
            int space = words.lastIndexOf(' ');
            boolean weighted = space > 0 && words.substring(space + 1).matches("[0-9.]+");
            names.add(weighted ? words.substring(0, space).strip() : words);
            weights.add(weighted ? Double.parseDouble(words.substring(space + 1)) : 1.0);
        }
        var at = new int[1];
        return of(names, name -> weights.get(at[0]++));
    }

    T pick(RandomGenerator random) {
        double point = random.nextDouble() * cumulative[cumulative.length - 1];
        int i = 0;
        while (cumulative[i] <= point) {
            i++;
        }
        return items.get(i);
    }
}
