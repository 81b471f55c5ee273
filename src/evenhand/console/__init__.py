"""What officers see."""
