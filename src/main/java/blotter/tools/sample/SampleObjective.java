package blotter.tools.sample;

import org.jspecify.annotations.Nullable;

/// A threat objective and its relevance.
record SampleObjective(String objective, @Nullable String relevance) {}
