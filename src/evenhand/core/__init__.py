"""The policy as plain functions: values in, values out; no clock, no files, no network, no framework."""
