package blotter.tools.sample;

import java.util.List;

/// A machine of a sample organization.
record SampleServiceAccount(String key, String name, List<String> roles) {}
