"""Distilling the reader: a large teacher learns the task, and the small network learns what the teacher says of many
more questions and passages than are labelled (Hinton et al. 2015). Nothing here runs when Quoth does.

``python -m qa.reader.distil.prepare`` lays the questions out, ``...distil.tell`` teaches the teacher and asks it about
all of them, ``...distil`` teaches the small network what it said, ``...distil.rounding`` to lose little by int8.
"""
