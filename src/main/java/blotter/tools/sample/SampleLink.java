package blotter.tools.sample;

import java.time.Instant;

/// A link from an incident to a risk.
///
/// @param risk counted from 1 within the organization
record SampleLink(Instant at, String by, int risk) {}
