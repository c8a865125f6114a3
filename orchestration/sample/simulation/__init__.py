"""What happens to the demo company: people, tickets and money as objects with their histories."""
