"""Emotion: what customers' words say about how they feel, by a model of the company's own rated words."""
