"""The encoder's graph, tokenizer and card: made by `training/`, opened by `signals/encoder_model.py`."""
