package blotter.register.view;

import java.util.Map;

/// The lists that there are views of, by the name of their register in the API: `incidents`.
public record ListGrammars(Map<String, ListGrammar> byRegister) {}
