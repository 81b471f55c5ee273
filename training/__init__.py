"""How the encoder's weights are made and measured. Not part of the installed package; never run in CI."""
