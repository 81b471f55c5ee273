"""Reads edition files into values of the core, and says in one line each what is wrong with one."""

from evenhand.editions.checking import faults, faults_of_folder
from evenhand.editions.fault import Fault, FaultyEditionError
from evenhand.editions.folders import all_of, content_of, in_force, of_day, root
from evenhand.editions.judging import Asking
from evenhand.editions.reading import read

__all__ = [
    "Asking",
    "Fault",
    "FaultyEditionError",
    "all_of",
    "content_of",
    "faults",
    "faults_of_folder",
    "in_force",
    "of_day",
    "read",
    "root",
]
