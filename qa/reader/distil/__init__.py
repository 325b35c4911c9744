"""Distilling the reader: a large teacher learns the task, and the small network learns what the teacher says of many
more questions and passages than are labelled (Hinton et al. 2015). Nothing here runs when Quoth does.

``python -m qa.reader.distil.prepare`` lays the questions out, ``python -m qa.reader.distil`` learns from them.
"""
