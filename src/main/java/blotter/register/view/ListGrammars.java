package blotter.register.view;

import java.util.Map;

/// The lists that can have views, by the register's name in the API: `incidents`.
public record ListGrammars(Map<String, ListGrammar> byRegister) {}
