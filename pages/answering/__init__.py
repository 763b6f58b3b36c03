"""填报: a unit fills in on its page how its things stand; the office publishes it, and sees who has not answered."""
