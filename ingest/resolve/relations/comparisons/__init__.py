"""What is said against something else: a change and its rate, a completion, a share."""
