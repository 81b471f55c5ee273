"""What a person must do by hand: an action no platform call exists for, or one that failed."""
