package blotter.tools.sample;

import java.time.Instant;

/// What somebody (the key of a person) wrote under an incident or a risk, in Markdown.
record SampleComment(Instant at, String by, String value) {}
