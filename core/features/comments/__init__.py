"""What is said of an outcome, by those who may."""
