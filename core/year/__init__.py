"""The co-operation's year as it is entered: its dates, and the project plan."""
