"""How the demo company reaches the inbox: tables in the shapes of the vendors and of the input contract."""
