package blotter.tools.sample;

/// A person who follows an entry.
///
/// @param register `incident` or `risk`
/// @param number counted from 1
/// @param by the key of a person
record SampleFollow(String register, int number, String by) {}
