package blotter.tools.sample;

import org.jspecify.annotations.Nullable;

/// What the attacker is thought to want, and how much that matters here.
record SampleObjective(String objective, @Nullable String relevance) {}
