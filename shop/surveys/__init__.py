"""Surveys: questions the owner keeps in files, answers nobody can trace back, and what they say."""
