"""What comments and posts are about, in the encoder's numbers, for finding others like them. Proposes nothing."""
