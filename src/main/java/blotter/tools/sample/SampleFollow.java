package blotter.tools.sample;

/// That somebody (the key of a person) follows an entry.
///
/// @param register `incident` or `risk`
/// @param number counted from 1
record SampleFollow(String register, int number, String by) {}
