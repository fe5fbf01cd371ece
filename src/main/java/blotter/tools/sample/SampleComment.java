package blotter.tools.sample;

import java.time.Instant;

/// A comment on an incident or risk, in Markdown.
///
/// @param by the key of a person
record SampleComment(Instant at, String by, String value) {}
