"""Who may apply, when and where: rules as data, a verdict that cites its clauses."""
