"""The kill campaign: refreshes are killed at random moments while readers read, and run again (`make faults`)."""
