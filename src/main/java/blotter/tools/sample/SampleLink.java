package blotter.tools.sample;

import java.time.Instant;

/// The link of an incident to a risk: `risk` counts the organization's risks from 1.
record SampleLink(Instant at, String by, int risk) {}
