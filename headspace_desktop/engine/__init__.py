"""What happens next: takes messages in order, saves, tells, asks. Owns the truth."""
