"""Working on plans: goals in and out as a file, the forms, next year's plan, decisions, bodies, budget and volumes."""
