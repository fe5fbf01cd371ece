package blotter.testing;

/// A register in the API, for tests that apply to both.
///
/// @param one the field of a row that contains the entry
/// @param many the field of a response that contains the rows
/// @param prefix of its ids
/// @param commentCount the field with the number of comments
public record ApiRegister(String path, String one, String many, String prefix, String commentCount) {
    public static final ApiRegister INCIDENTS =
            new ApiRegister("/api/v1/incidents", "incident", "incidents", "INC-", "comment_count");
    public static final ApiRegister RISKS = new ApiRegister("/api/v1/risks", "risk", "risks", "RSK-", "comments");

    /// The id of an entry.
    public String id(int number) {
        return "%s%05d".formatted(prefix, number);
    }
}
