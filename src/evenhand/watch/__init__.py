"""HRS, ELE-01: when a body watches: days off, declared incidents, who is on call, pre-election periods, alerts."""
