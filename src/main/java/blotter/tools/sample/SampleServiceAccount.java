package blotter.tools.sample;

import java.util.List;

/// A service account of a sample organization.
record SampleServiceAccount(String key, String name, List<String> roles) {}
